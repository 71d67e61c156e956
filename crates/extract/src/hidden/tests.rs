//! Packages and PDF files made by hand and by a library, each with something that is not seen.

use super::*;
use crate::archive::tests::zipped;
use rust_xlsxwriter::{Format, Note, Workbook};

fn found(bytes: &[u8]) -> Aside {
    aside(bytes, &Limits::default()).unwrap()
}

fn kinds(bytes: &[u8]) -> Vec<(HiddenKind, usize)> {
    found(bytes).hidden.iter().map(|one| (one.kind, one.count)).collect()
}

fn word(body: &str, further: &[(&str, &str)]) -> Vec<u8> {
    let body = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let parts = std::iter::once(("word/document.xml", body.as_str())).chain(further.iter().copied());
    let parts: Vec<(&str, &[u8])> = parts.map(|(name, part)| (name, part.as_bytes())).collect();
    zipped(&parts)
}

/// A PDF of one page with a layer, and with further objects from number 6 on.
fn pdf(annotations: &str, layers: &str, further: &str) -> Vec<u8> {
    let page = "/Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]";
    let parts = [
        "%PDF-1.7".to_owned(),
        format!("1 0 obj<</Type/Catalog/Pages 2 0 R{layers}>>endobj"),
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj".to_owned(),
        format!("3 0 obj<<{page}/Annots[{annotations}]>>endobj"),
        "4 0 obj<</Type/OCG/Name(a)>>endobj".to_owned(),
        "5 0 obj<</Author(Zhang San)>>endobj".to_owned(),
        further.to_owned(),
        "trailer<</Root 1 0 R/Info 5 0 R>>".to_owned(),
        "%%EOF\n".to_owned(),
    ];
    parts.join("\n").into_bytes()
}

#[test]
fn hidden_rows_and_columns_are_told_where_something_stands_in_them_and_nowhere_else() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("名单").unwrap();
    sheet.write(0, 0, "序号").unwrap();
    for row in 2..5 {
        sheet.write(row, 0, "甲").unwrap();
        sheet.set_row_hidden(row).unwrap();
    }
    sheet.write(8, 1, 5).unwrap();
    sheet.set_row_hidden(8).unwrap();
    sheet.write(0, 27, "身份证号").unwrap();
    sheet.set_column_hidden(27).unwrap();
    // hidden and empty
    sheet.set_row_hidden(20).unwrap();
    sheet.set_column_hidden(40).unwrap();
    sheet.write_blank(21, 0, &Format::new().set_bold()).unwrap();
    sheet.set_row_hidden(21).unwrap();
    let hidden = found(&book.save_to_buffer().unwrap()).hidden;
    let rows = Hidden {
        kind: HiddenKind::Rows,
        sheet: Some("名单".to_owned()),
        at: vec!["3—5".to_owned(), "9".to_owned()],
        count: 4,
    };
    let columns = Hidden {
        kind: HiddenKind::Columns,
        sheet: Some("名单".to_owned()),
        at: vec!["AB".to_owned()],
        count: 1,
    };
    assert_eq!(hidden, [rows, columns]);
}

#[test]
fn hidden_sheets_notes_and_the_author_of_a_workbook_are_told_and_a_plain_one_has_none() {
    let mut book = Workbook::new();
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_author("张三").set_manager("李四"));
    let sheet = book.add_worksheet().set_name("目录").unwrap();
    sheet.write(0, 0, "甲").unwrap();
    sheet.insert_note(1, 1, &Note::new("内部意见").set_author("王五")).unwrap();
    book.add_worksheet().set_name("底稿").unwrap().set_hidden(true);
    book.add_worksheet().set_name("底数").unwrap().set_very_hidden(true);
    let aside = found(&book.save_to_buffer().unwrap());
    let said: Vec<_> =
        aside.hidden.iter().map(|one| (one.kind, one.sheet.as_deref(), one.at.join("、"))).collect();
    assert_eq!(
        said,
        [
            (HiddenKind::Sheet, None, "底稿".to_owned()),
            (HiddenKind::DeeplyHiddenSheet, None, "底数".to_owned()),
            (HiddenKind::CellComments, Some("目录"), "B2".to_owned()),
        ]
    );
    for name in ["张三", "李四"] {
        assert!(aside.people.iter().any(|known| known == name), "{name}: {:?}", aside.people);
    }

    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "甲").unwrap();
    assert_eq!(found(&book.save_to_buffer().unwrap()).hidden, []);
}

#[test]
fn the_sheet_that_wps_adds_for_pictures_in_cells_is_told_only_where_something_stands_in_it() {
    let told = |name: &str, content: Option<&str>| {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "甲").unwrap();
        book.add_worksheet().set_name("底稿").unwrap().set_hidden(true);
        let sheet = book.add_worksheet().set_name(name).unwrap().set_very_hidden(true);
        sheet.write_blank(0, 0, &Format::new().set_bold()).unwrap();
        if let Some(content) = content {
            sheet.write(1, 0, content).unwrap();
        }
        kinds(&book.save_to_buffer().unwrap())
    };
    let both = [(HiddenKind::Sheet, 1), (HiddenKind::DeeplyHiddenSheet, 1)];
    assert_eq!(told("WpsReserved_CellImgList", None), [(HiddenKind::Sheet, 1)]);
    assert_eq!(told("WpsReserved_CellImgList", Some("乙")), both);
    assert_eq!(told("底数", None), both);
}

#[test]
fn links_connections_and_the_data_behind_a_pivot_table_are_told() {
    let book = "<workbook><sheets><sheet name=\"甲\" r:id=\"r1\"/></sheets></workbook>";
    let rels = "<Relationships><Relationship Id=\"r1\" Type=\"x/externalLinkPath\" TargetMode=\"External\" Target=\"file:///C:\\资料\\底稿.xlsx\"/></Relationships>";
    let bytes = zipped(&[
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", rels.as_bytes()),
        ("xl/connections.xml", b"<connections><connection id=\"1\"/></connections>"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", b"<pivotCacheDefinition/>"),
        ("xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels", b"<Relationships/>"),
        ("xl/embeddings/oleObject1.bin", b"ole"),
    ]);
    let expected = [
        (HiddenKind::ExternalLinks, 1),
        (HiddenKind::Connections, 1),
        (HiddenKind::Embedded, 1),
        (HiddenKind::PivotCache, 1),
    ];
    assert_eq!(kinds(&bytes), expected);
    assert_eq!(found(&bytes).hidden[0].at, ["底稿.xlsx"]);
}

#[test]
fn changes_and_comments_of_a_document_are_counted_with_their_place() {
    let body = "<w:p><w:ins w:author=\"张三\"><w:r><w:t>甲</w:t></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>";
    let header = "<w:hdr><w:p><w:moveFrom><w:r><w:t>丙</w:t></w:r></w:moveFrom></w:p></w:hdr>";
    let comments = "<w:comments><w:comment w:id=\"1\"><w:p/></w:comment><w:comment w:id=\"2\"><w:p/></w:comment></w:comments>";
    let people = "<w15:people><w15:person w15:author=\"张三\"/></w15:people>";
    let bytes = word(
        body,
        &[("word/header1.xml", header), ("word/comments.xml", comments), ("word/people.xml", people)],
    );
    let aside = found(&bytes);
    let said: Vec<_> = aside.hidden.iter().map(|one| (one.kind, one.count, one.at.join("、"))).collect();
    assert_eq!(
        said,
        [(HiddenKind::Changes, 3, "正文、页眉".to_owned()), (HiddenKind::Comments, 2, String::new())]
    );
    assert_eq!(aside.people, ["张三"]);
    // a part for comments without any, as a program writes it for every document
    assert_eq!(kinds(&word("<w:p/>", &[("word/comments.xml", "<w:comments/>")])), []);
}

#[test]
fn a_file_that_a_document_takes_in_between_its_paragraphs_is_an_embedded_one() {
    let told = |target: &str| {
        let rels = format!("<Relationship Id=\"r1\" Type=\"x/aFChunk\" Target=\"{target}\"/>");
        let rels = format!("<Relationships>{rels}</Relationships>");
        let further = [
            ("word/_rels/document.xml.rels", rels.as_str()),
            ("word/afchunk.mht", "x"),
            ("word/embeddings/Other.docx", "x"),
        ];
        kinds(&word("<w:altChunk r:id=\"r1\"/>", &further))
    };
    assert_eq!(told("/word/afchunk.mht"), [(HiddenKind::Embedded, 2)]);
    assert_eq!(told("embeddings/Other.docx"), [(HiddenKind::Embedded, 1)]);
}

#[test]
fn hidden_text_is_told_by_its_run_or_its_style_and_a_hidden_paragraph_mark_is_none() {
    let text = |properties: &str| format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>甲</w:t></w:r></w:p>");
    assert_eq!(kinds(&word(&text("<w:vanish/>"), &[])), [(HiddenKind::Text, 1)]);
    assert_eq!(kinds(&word(&text("<w:vanish w:val=\"0\"/>"), &[])), []);
    assert_eq!(
        kinds(&word(&text("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"), &[])),
        [(HiddenKind::Changes, 1)]
    );
    let mark = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>";
    assert_eq!(kinds(&word(mark, &[])), []);
    let field = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:instrText>XE</w:instrText></w:r></w:p>";
    assert_eq!(kinds(&word(field, &[])), []);
    let styles = "<w:styles><w:style w:styleId=\"a\"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>";
    let styled = "<w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>";
    assert_eq!(kinds(&word(styled, &[("word/styles.xml", styles)])), [(HiddenKind::Text, 1)]);
    // a style that nothing is written in, as every document with a form has one
    assert_eq!(kinds(&word("<w:p><w:r><w:t>甲</w:t></w:r></w:p>", &[("word/styles.xml", styles)])), []);
}

#[test]
fn hidden_text_is_told_by_the_defaults_of_the_document_where_no_style_says_otherwise() {
    let defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>";
    let style = |id: &str, attributes: &str, properties: &str| {
        format!("<w:style w:styleId=\"{id}\" {attributes}><w:rPr>{properties}</w:rPr></w:style>")
    };
    let usual = "w:type=\"paragraph\" w:default=\"1\"";
    let texts = |styles: &str, properties: &str| {
        let styles = format!("<w:styles>{styles}</w:styles>");
        let body = format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>");
        kinds(&word(&body, &[("word/styles.xml", styles.as_str())]))
    };
    let hidden = [(HiddenKind::Text, 1)];
    let of_style = "<w:pStyle w:val=\"a\"/>";
    let (silent, showing) = (style("a", "", ""), style("a", "", "<w:vanish w:val=\"0\"/>"));
    assert_eq!(texts(defaults, ""), hidden);
    assert_eq!(texts(&format!("{defaults}{silent}"), of_style), hidden);
    assert_eq!(texts(&format!("{defaults}{showing}"), of_style), []);
    let usual_showing = style("n", usual, "<w:vanish w:val=\"0\"/>");
    assert_eq!(texts(&format!("{defaults}{usual_showing}"), ""), []);
    let usual_hiding = style("n", usual, "<w:vanish/>");
    assert_eq!(texts(&usual_hiding, ""), hidden);
    assert_eq!(texts(&usual_hiding, "<w:pStyle w:val=\"unknown\"/>"), hidden);
    // a paragraph of another style does not rest on the usual one
    assert_eq!(texts(&format!("{usual_hiding}{silent}"), of_style), []);
    // the usual style of tables is none of paragraphs
    let of_tables = style("t", "w:type=\"table\" w:default=\"1\"", "<w:vanish/>");
    assert_eq!(texts(&of_tables, ""), []);
}

#[test]
fn notes_hidden_fields_and_layers_of_a_pdf_are_told_by_page_and_links_and_seals_are_none() {
    let shown = "<</Subtype/Link/Rect[0 0 9 9]>><</Subtype/Stamp/Rect[0 0 9 9]>><</Subtype/Widget/F 4/V(a)/Rect[0 0 9 9]>><</Subtype/Widget/F 2/Rect[0 0 9 9]>>";
    let aside = found(&pdf(shown, "", ""));
    assert_eq!(aside.hidden, []);
    assert_eq!(aside.people, ["Zhang San"]);
    let covered = "<</Subtype/Square/Rect[0 0 9 9]>><</Subtype/Text/Rect[0 0 9 9]>><</Subtype/Widget/F 2/V(a)/Rect[0 0 9 9]>>";
    let aside = found(&pdf(covered, "/OCProperties<</OCGs[4 0 R]/D<</OFF[4 0 R]>>>>", ""));
    let said: Vec<_> = aside.hidden.iter().map(|one| (one.kind, one.count, one.at.join("、"))).collect();
    assert_eq!(
        said,
        [
            (HiddenKind::Annotations, 2, "1".to_owned()),
            (HiddenKind::Fields, 1, "1".to_owned()),
            (HiddenKind::Layers, 1, String::new()),
        ]
    );
}

#[test]
fn layers_of_a_pdf_that_opens_with_all_switched_off_are_told_unless_they_are_switched_on() {
    let layers = |usual: &str| {
        let layers = format!("/OCProperties<</OCGs[4 0 R 6 0 R]/D<<{usual}>>>>");
        kinds(&pdf("", &layers, "6 0 obj<</Type/OCG/Name(b)>>endobj"))
    };
    assert_eq!(layers("/BaseState/OFF"), [(HiddenKind::Layers, 2)]);
    assert_eq!(layers("/BaseState/OFF/ON[4 0 R]"), [(HiddenKind::Layers, 1)]);
    assert_eq!(layers("/BaseState/OFF/ON[4 0 R 6 0 R]"), []);
    assert_eq!(layers("/BaseState/OFF/ON[6 0 R]/OFF[4 0 R]"), [(HiddenKind::Layers, 1)]);
    assert_eq!(layers("/BaseState/ON"), []);
}

#[test]
fn a_hidden_field_of_a_pdf_is_filled_by_a_choice_or_by_the_field_above_and_not_by_a_signature() {
    let fields = |value: &str, above: &str| {
        let field = format!("<</Subtype/Widget/F 2/Parent 6 0 R{value}/Rect[0 0 9 9]>>");
        kinds(&pdf(&field, "", &format!("6 0 obj<</T(a){above}>>endobj")))
    };
    let filled = [(HiddenKind::Fields, 1)];
    for value in ["/V(a)", "/V/Yes", "/V[(a)(b)]"] {
        assert_eq!(fields(value, ""), filled, "{value}");
        assert_eq!(fields("", value), filled, "{value}");
    }
    for value in ["", "/V()", "/V/Off", "/V[]", "/V null", "/V<</Type/Sig>>"] {
        assert_eq!(fields(value, value), [], "{value}");
    }
    // a field that stands above itself
    assert_eq!(fields("", "/Parent 6 0 R"), []);
}
