//! A copy of somebody's paper with words across it that say for what it may be used, such as that of an identity card.
//!
//! A picture or a PDF file becomes a PDF file whose every page carries the words. It is no document of the archive: a PDF
//! within a PDF fits no standard of it, and what was sent stays as it was sent. Not here: which files are copied so, and for
//! whom (`gongkai-app`).

use super::{Job, Typesetter, library, name, told};
use crate::ComposeError;
use crate::draft::Face;
use image::{ImageFormat, ImageReader};
use serde::Serialize;
use std::io::Cursor;
use typst::comemo;
use typst::foundations::Bytes;
use typst::syntax::Source;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// How a copy looks.
const TEMPLATE: &str = include_str!("copy.typ");
/// More points than any scan of a paper has (A4 at 600 dpi: 35 million); a larger picture would only fill the memory.
const MOST_POINTS: u64 = 64_000_000;
/// More pages than any proof has.
const MOST_PAGES: usize = 200;

/// What is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Original {
    /// A picture in JPEG.
    Jpeg,
    /// A picture in PNG.
    Png,
    /// A PDF file of so many pages.
    Pdf(usize),
}

impl Original {
    fn format(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf(_) => "pdf",
        }
    }

    fn pages(self) -> usize {
        match self {
            Self::Jpeg | Self::Png => 1,
            Self::Pdf(pages) => pages,
        }
    }
}

#[derive(Serialize)]
struct Data<'a> {
    title: &'a str,
    words: &'a str,
    format: &'a str,
    pages: usize,
    families: Vec<&'a str>,
    weight: u16,
}

impl Typesetter {
    /// The copy, with the words across each of its pages; `title` says what it is to who cannot see it.
    ///
    /// # Errors
    /// [`ComposeError::Unfit`] for a picture or a file that is larger than a paper can be, [`ComposeError::Library`] for one
    /// that cannot be read as what it says.
    pub fn copy(
        &self,
        bytes: Vec<u8>,
        original: Original,
        title: &str,
        words: &str,
    ) -> Result<Vec<u8>, ComposeError> {
        fits(&bytes, original)?;
        let (families, weight) = self.fonts.order(Face::Hei);
        let (format, pages) = (original.format(), original.pages());
        let data = Data { title, words, format, pages, families, weight };
        let data = serde_json::to_vec(&data).map_err(|e| library(&e.to_string()))?;
        let template = Source::new(name("copy.typ")?, TEMPLATE.to_owned());
        let files = vec![(name("copy.json")?, Bytes::new(data)), (name("copy.bin")?, Bytes::new(bytes))];
        let job = Job { house: self, template: &template, files };
        let set = typst::compile::<PagedDocument>(&job).output;
        let made = set.and_then(|pages| typst_pdf::pdf(&pages, &PdfOptions::default()));
        // what is set here shows who somebody is: nothing of it stays behind
        comemo::evict(0);
        made.map_err(|e| told(&e))
    }
}

fn fits(bytes: &[u8], original: Original) -> Result<(), ComposeError> {
    let unfit = |what| Err(ComposeError::Unfit { format: "pdf", what });
    let format = match original {
        Original::Jpeg => ImageFormat::Jpeg,
        Original::Png => ImageFormat::Png,
        Original::Pdf(pages) if pages > MOST_PAGES => return unfit(format!("{pages}页的文件")),
        Original::Pdf(_) => return Ok(()),
    };
    let size = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions();
    let (width, height) = size.map_err(|e| library(&e.to_string()))?;
    if u64::from(width) * u64::from(height) > MOST_POINTS {
        return unfit(format!("{width}×{height}点的图片"));
    }
    Ok(())
}
