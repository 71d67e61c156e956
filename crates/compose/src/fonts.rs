//! The fonts of official documents: which font on a machine gives 小标宋, 黑体, 楷体, 仿宋 and 宋体, and what is missing.
//!
//! Not here: looking for files on a machine and opening them (`gongkai-cli`), which face a text has ([`crate::draft`]).
//!
//! The caller lists the files it finds, asks [`worth_loading`] for the few that matter, and gives their bytes to
//! [`Fonts::add`]. Where a machine has none, the font compiled into the program stands in (`assets/fonts`), so that
//! every report can be printed everywhere.

use crate::draft::Face;
use std::collections::BTreeSet;
use ttf_parser::Permissions;
use typst::foundations::Bytes;
use typst::text::{Font, FontStyle};

/// Noto Serif SC cut to the characters of official texts, under a name of its own; see `assets/fonts/README.md`.
static EMBEDDED: &[u8] = include_bytes!("../../../assets/fonts/gongkai-song.ttf");

/// The weight of ordinary type.
const REGULAR: u16 = 400;
/// The weight of bold type.
const BOLD: u16 = 700;

/// A font that may give a face, by the names it goes under.
struct Candidate {
    face: Face,
    /// Family names as fonts state them, in lower case without spaces.
    families: &'static [&'static str],
    /// How file names begin, in lower case.
    files: &'static [&'static str],
    weight: u16,
}

const fn candidate(
    face: Face,
    families: &'static [&'static str],
    files: &'static [&'static str],
    weight: u16,
) -> Candidate {
    Candidate { face, families, files, weight }
}

/// The fonts for each face, best first: what GB/T 9704 names, then the systems' own, then free fonts of the same style.
#[rustfmt::skip]
const CANDIDATES: &[Candidate] = &[
    candidate(Face::Title, &["方正小标宋简体", "fzxiaobiaosong-b05s", "方正小标宋_gbk", "fzxiaobiaosong-b05"], &["fzxbs", "方正小标宋", "fzxiaobiaosong"], REGULAR),
    candidate(Face::Title, &["华文中宋", "stzhongsong"], &["stzhongs"], REGULAR),
    candidate(Face::Title, &["fandolsong"], &["fandolsong-bold"], BOLD),
    candidate(Face::Title, &["notoserifcjksc"], &["notoserifcjk-bold", "notoserifcjksc-bold"], BOLD),
    candidate(Face::Title, &["sourcehanserifsc", "思源宋体"], &["sourcehanserifsc-bold", "sourcehanserif-bold"], BOLD),
    candidate(Face::Title, &["notoserifsc"], &["notoserifsc-bold", "notoserifsc_700"], BOLD),
    candidate(Face::Hei, &["黑体", "simhei"], &["simhei"], REGULAR),
    candidate(Face::Hei, &["方正黑体简体", "fzhei-b01s", "方正黑体_gbk", "fzhei-b01"], &["fzhtj", "fzhtk", "方正黑体"], REGULAR),
    candidate(Face::Hei, &["华文黑体", "stheiti", "stheitisc"], &["stheiti"], REGULAR),
    candidate(Face::Hei, &["fandolhei"], &["fandolhei-regular"], REGULAR),
    candidate(Face::Hei, &["notosanscjksc"], &["notosanscjk-bold", "notosanscjksc-bold"], BOLD),
    candidate(Face::Hei, &["sourcehansanssc", "思源黑体"], &["sourcehansanssc-bold", "sourcehansans-bold"], BOLD),
    candidate(Face::Hei, &["微软雅黑", "microsoftyahei"], &["msyhbd"], BOLD),
    candidate(Face::Hei, &["notosanscjksc"], &["notosanscjk-regular", "notosanscjksc-regular"], REGULAR),
    candidate(Face::Hei, &["文泉驿正黑", "wenquanyizenhei"], &["wqy-zenhei"], REGULAR),
    candidate(Face::Kai, &["楷体_gb2312", "kaiti_gb2312"], &["楷体_gb2312", "simkai_gb2312", "kaiti_gb2312"], REGULAR),
    candidate(Face::Kai, &["楷体", "kaiti", "simkai"], &["simkai"], REGULAR),
    candidate(Face::Kai, &["方正楷体简体", "fzkai-z03s", "方正楷体_gbk", "fzkai-z03"], &["fzktj", "fzktk", "方正楷体"], REGULAR),
    candidate(Face::Kai, &["华文楷体", "stkaiti", "kaitisc"], &["stkaiti"], REGULAR),
    candidate(Face::Kai, &["fandolkai"], &["fandolkai"], REGULAR),
    candidate(Face::Kai, &["lxgwwenkaigb", "霞鹜文楷gb"], &["lxgwwenkaigb-regular"], REGULAR),
    candidate(Face::Kai, &["lxgwwenkai", "霞鹜文楷"], &["lxgwwenkai-regular"], REGULAR),
    candidate(Face::Kai, &["arplukaicn"], &["ukai"], REGULAR),
    candidate(Face::Kai, &["arplkaitimgb"], &["gkai00mp"], REGULAR),
    candidate(Face::FangSong, &["仿宋_gb2312", "fangsong_gb2312"], &["仿宋_gb2312", "simfang_gb2312", "fangsong_gb2312"], REGULAR),
    candidate(Face::FangSong, &["仿宋", "fangsong", "simfang"], &["simfang"], REGULAR),
    candidate(Face::FangSong, &["方正仿宋简体", "fzfangsong-z02s", "方正仿宋_gbk", "fzfangsong-z02"], &["fzfsj", "fzfsk", "方正仿宋"], REGULAR),
    candidate(Face::FangSong, &["华文仿宋", "stfangsong"], &["stfangso"], REGULAR),
    candidate(Face::FangSong, &["fandolfangr", "fandolfang"], &["fandolfang"], REGULAR),
    candidate(Face::FangSong, &["朱雀仿宋", "zhuquefangsong", "朱雀仿宋(预览测试版)", "zhuquefangsong(technicalpreview)"], &["zhuquefangsong"], REGULAR),
    candidate(Face::Song, &["宋体", "simsun", "新宋体", "nsimsun"], &["simsun.", "nsimsun"], REGULAR),
    candidate(Face::Song, &["方正书宋简体", "fzshusong-z01s", "方正书宋_gbk", "fzshusong-z01"], &["fzssj", "fzssk", "方正书宋"], REGULAR),
    candidate(Face::Song, &["华文宋体", "stsong", "songtisc"], &["stsong"], REGULAR),
    candidate(Face::Song, &["fandolsong"], &["fandolsong-regular"], REGULAR),
    candidate(Face::Song, &["notoserifcjksc"], &["notoserifcjk-regular", "notoserifcjksc-regular"], REGULAR),
    candidate(Face::Song, &["sourcehanserifsc", "思源宋体"], &["sourcehanserifsc-regular", "sourcehanserif-regular"], REGULAR),
    candidate(Face::Song, &["notoserifsc"], &["notoserifsc-regular", "notoserifsc_400"], REGULAR),
    candidate(Face::Song, &["arplumingcn"], &["uming"], REGULAR),
];

/// How file names of fonts end.
const ENDINGS: &[&str] = &[".ttf", ".ttc", ".otf", ".otc"];

/// How many fonts of a collection are looked at; real ones hold fewer than twenty.
const MOST_IN_COLLECTION: usize = 64;

/// Whether a file of this name may give a face; a caller that walks over folders keeps only these.
pub fn is_candidate(file_name: &str) -> bool {
    let name = file_name.to_lowercase();
    CANDIDATES.iter().any(|c| c.has_file(&name))
}

/// Which of the files are worth loading, as their positions in ascending order: for each face the files of the best
/// font that is there. Names are file names without their folder.
pub fn worth_loading(file_names: &[&str]) -> Vec<usize> {
    let names: Vec<String> = file_names.iter().map(|n| n.to_lowercase()).collect();
    let mut wanted = BTreeSet::new();
    for face in Face::EVERY {
        let best = CANDIDATES
            .iter()
            .filter(|c| c.face == *face)
            .find_map(|c| names.iter().position(|name| c.has_file(name)));
        wanted.extend(best);
    }
    wanted.into_iter().collect()
}

impl Candidate {
    /// Whether a file name in lower case is this font's.
    fn has_file(&self, name: &str) -> bool {
        ENDINGS.iter().any(|e| name.ends_with(e)) && self.files.iter().any(|f| name.starts_with(f))
    }

    fn is(&self, font: &Font) -> bool {
        let info = font.info();
        let family: String = info.family.as_str().to_lowercase().split_whitespace().collect();
        let is_upright = info.variant.style == FontStyle::Normal;
        // a range, because a bold font may stand in for a semibold one and not for a light one
        let weight = info.variant.weight.to_number();
        let fits = if self.weight == BOLD { weight >= 600 } else { (350..=550).contains(&weight) };
        is_upright && fits && self.families.contains(&family.as_str())
    }
}

impl Face {
    /// All faces.
    pub const EVERY: &[Self] = &[Self::Title, Self::Hei, Self::Kai, Self::FangSong, Self::Song];

    /// What the face is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Title => "小标宋",
            Self::Hei => "黑体",
            Self::Kai => "楷体",
            Self::FangSong => "仿宋",
            Self::Song => "宋体",
        }
    }
}

/// A font that gives a face.
#[derive(Debug, Clone)]
struct Chosen {
    font: Font,
    /// Position in [`CANDIDATES`]; one that the caller chose comes before all of them.
    rank: Option<usize>,
}

/// The fonts for the faces of a document, with the embedded one under all of them.
#[derive(Debug, Clone)]
pub struct Fonts {
    embedded: Font,
    chosen: [Option<Chosen>; 5],
}

/// Why bytes were not taken as a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FontError {
    /// No font can be read from the bytes.
    #[error("not a TrueType or OpenType font")]
    Unreadable,
    /// The font forbids to be embedded in documents, or to be cut to the characters used (`fsType`).
    #[error("the font forbids to be embedded in documents")]
    Restricted,
}

impl Fonts {
    /// The font that is compiled into the program, and none of the machine's.
    #[expect(clippy::expect_used, reason = "the bytes are a constant; a test reads them")]
    pub fn embedded() -> Self {
        let embedded =
            Font::new(Bytes::new(EMBEDDED), 0).expect("the font compiled into the program is whole");
        Self { embedded, chosen: [const { None }; 5] }
    }

    /// Offers a font file. Each face takes a font of it that stands before the one it has; returns the faces that did.
    pub fn add(
        &mut self,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<BTreeSet<Face>, FontError> {
        let mut taken = BTreeSet::new();
        for font in readable(bytes)? {
            for (rank, candidate) in CANDIDATES.iter().enumerate().filter(|(_, c)| c.is(&font)) {
                let place = &mut self.chosen[candidate.face as usize];
                if place.as_ref().is_none_or(|c| c.rank.is_some_and(|r| rank < r)) {
                    *place = Some(Chosen { font: font.clone(), rank: Some(rank) });
                    taken.insert(candidate.face);
                }
            }
        }
        Ok(taken)
    }

    /// Gives a face the font that the caller chose, whatever it is called.
    pub fn set(
        &mut self,
        face: Face,
        bytes: impl AsRef<[u8]> + Send + Sync + 'static,
    ) -> Result<(), FontError> {
        let font = readable(bytes)?.into_iter().next().ok_or(FontError::Unreadable)?;
        self.chosen[face as usize] = Some(Chosen { font, rank: None });
        Ok(())
    }

    /// The family that gives a face, as the font states it; `None` where the embedded font stands in.
    pub fn family(&self, face: Face) -> Option<&str> {
        self.chosen[face as usize].as_ref().map(|c| c.font.info().family.as_str())
    }

    /// The faces that no font of the machine gives.
    pub fn missing_faces(&self) -> Vec<Face> {
        Face::EVERY.iter().copied().filter(|f| self.chosen[*f as usize].is_none()).collect()
    }

    /// Whether a document can show the character.
    pub fn has(&self, c: char) -> bool {
        let covers = |font: &Font| font.info().coverage.contains(c.into());
        let of_family = |family: &str| {
            self.own().filter(|f| f.info().family.as_str() == family).all(covers) // the weights of a family may differ
        };
        covers(&self.embedded) || self.own().any(|f| covers(f) && of_family(f.info().family.as_str()))
    }

    /// The fonts of the machine, each face's once.
    fn own(&self) -> impl Iterator<Item = &Font> {
        self.chosen.iter().flatten().map(|c| &c.font)
    }

    /// All fonts, the embedded one first, none twice.
    pub(crate) fn all(&self) -> Vec<Font> {
        let mut all = vec![self.embedded.clone()];
        for font in self.own() {
            let is_same =
                |f: &Font| std::ptr::eq(f.data().as_ptr(), font.data().as_ptr()) && f.index() == font.index();
            if !all.iter().any(is_same) {
                all.push(font.clone());
            }
        }
        all
    }

    /// The families for a face in the order in which a character is looked for, and the weight.
    pub(crate) fn order(&self, face: Face) -> (Vec<&str>, u16) {
        let first = self.chosen[face as usize].as_ref().map_or(&self.embedded, |c| &c.font);
        let mut families = Vec::new();
        for font in [first, &self.embedded].into_iter().chain(self.own()) {
            let family = font.info().family.as_str();
            if !families.contains(&family) {
                families.push(family);
            }
        }
        (families, first.info().variant.weight.to_number())
    }
}

/// The fonts in a file that may be embedded in documents.
fn readable(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Vec<Font>, FontError> {
    let bytes = Bytes::new(bytes);
    let fonts: Vec<Font> = Font::iter(bytes.clone()).take(MOST_IN_COLLECTION).collect();
    if fonts.is_empty() {
        return Err(FontError::Unreadable);
    }
    let may_embed = |font: &Font| {
        ttf_parser::Face::parse(&bytes, font.index())
            .is_ok_and(|f| f.permissions() != Some(Permissions::Restricted) && f.is_subsetting_allowed())
    };
    let free: Vec<Font> = fonts.into_iter().filter(may_embed).collect();
    if free.is_empty() { Err(FontError::Restricted) } else { Ok(free) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The embedded font under another family name of twelve characters.
    fn named(family: &str) -> Vec<u8> {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let (from, to) = (utf16("Gongkai Song"), utf16(&format!("{family:12}")));
        let mut bytes = EMBEDDED.to_vec();
        let mut at = 0;
        while let Some(found) = bytes[at..].windows(from.len()).position(|w| w == from) {
            bytes[at + found..at + found + to.len()].copy_from_slice(&to);
            at += found + to.len();
        }
        assert_ne!(at, 0);
        bytes
    }

    /// The embedded font with another word of permissions.
    fn permitting(fs_type: u16) -> Vec<u8> {
        let mut bytes = EMBEDDED.to_vec();
        let record = bytes.chunks_exact(4).position(|c| c == b"OS/2").unwrap() * 4;
        let offset = u32::from_be_bytes(bytes[record + 8..record + 12].try_into().unwrap()) as usize;
        bytes[offset + 8..offset + 10].copy_from_slice(&fs_type.to_be_bytes());
        bytes
    }

    #[test]
    fn the_embedded_font_has_the_characters_of_official_texts() {
        let fonts = Fonts::embedded();
        for c in "政府信息公开喆堃镕㛃𬭎①㊿㎡℃〔〕—“”‘’…·□1aÉ".chars() {
            assert!(fonts.has(c), "{c}");
        }
        assert!(!fonts.has('😀') && !fonts.has('ᚠ'));
        assert_eq!(fonts.missing_faces(), Face::EVERY);
    }

    #[test]
    fn a_font_gives_the_faces_that_its_name_stands_for() {
        let mut fonts = Fonts::embedded();
        assert_eq!(fonts.add(named("FandolFang R")), Ok(BTreeSet::from([Face::FangSong])));
        assert_eq!(fonts.add(named("FandolSong")), Ok(BTreeSet::from([Face::Song])));
        assert_eq!(fonts.add(named("Comic")), Ok(BTreeSet::new()));
        assert_eq!(fonts.family(Face::FangSong), Some("FandolFang R"));
        assert_eq!(fonts.missing_faces(), [Face::Title, Face::Hei, Face::Kai]);
        assert_eq!(fonts.order(Face::FangSong).0, ["FandolFang R", "Gongkai Song", "FandolSong"]);
        assert_eq!(fonts.order(Face::Kai).0[0], "Gongkai Song");
    }

    #[test]
    fn the_better_font_stays_whichever_came_first() {
        for names in [["FangSong", "FandolFang R"], ["FandolFang R", "FangSong"]] {
            let mut fonts = Fonts::embedded();
            for name in names {
                fonts.add(named(name)).unwrap();
            }
            assert_eq!(fonts.family(Face::FangSong).map(str::trim_end), Some("FangSong"));
        }
    }

    #[test]
    fn the_callers_own_choice_comes_before_all() {
        let mut fonts = Fonts::embedded();
        fonts.set(Face::Title, named("Own")).unwrap();
        fonts.set(Face::FangSong, named("Own")).unwrap();
        assert_eq!(fonts.add(named("FangSong")), Ok(BTreeSet::new()));
        assert_eq!(fonts.family(Face::FangSong).map(str::trim_end), Some("Own"));
    }

    #[test]
    fn fonts_that_may_not_be_embedded_are_refused() {
        assert_eq!(Fonts::embedded().add(permitting(2)), Err(FontError::Restricted));
        assert_eq!(Fonts::embedded().add(permitting(0x100)), Err(FontError::Restricted));
        assert_eq!(Fonts::embedded().add(permitting(4)), Ok(BTreeSet::new()));
        assert_eq!(Fonts::embedded().add(*b"not a font"), Err(FontError::Unreadable));
        assert_eq!(Fonts::embedded().set(Face::Kai, EMBEDDED[..2000].to_vec()), Err(FontError::Unreadable));
    }

    #[test]
    fn of_many_files_only_the_best_for_each_face_is_loaded() {
        let files = [
            "arial.ttf",
            "simsun.ttc",
            "NotoSerifCJK-Regular.ttc",
            "SIMFANG.TTF",
            "simsunb.ttf",
            "simhei.ttf",
        ];
        assert_eq!(worth_loading(&files), [1, 3, 5]);
        assert_eq!(worth_loading(&["NotoSerifCJK-Bold.ttc", "NotoSansCJK-Regular.ttc"]), [0, 1]);
        assert_eq!(worth_loading(&[]), Vec::<usize>::new());
        assert!(is_candidate("FandolKai-Regular.otf") && is_candidate("方正小标宋简体.TTF"));
        assert!(!is_candidate("simsun.txt") && !is_candidate("DejaVuSans.ttf"));
    }

    #[test]
    fn every_candidate_can_be_found_by_its_names() {
        for c in CANDIDATES {
            let is_plain = |n: &&str| n.to_lowercase() == **n && !n.contains(' ');
            assert!(!c.families.is_empty() && c.families.iter().all(is_plain), "{:?}", c.families);
            assert!(!c.files.is_empty() && c.files.iter().all(is_plain), "{:?}", c.files);
        }
    }
}
