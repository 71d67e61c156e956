# Writes the corpus files of txt, markdown, html, script, docx and xlsx. Run again after a change: the output is the same bytes.
import zipfile,os
R=os.path.dirname(os.path.abspath(__file__))+'/'
def w(p,b):
    os.makedirs(os.path.dirname(R+p),exist_ok=True); open(R+p,'wb').write(b if isinstance(b,bytes) else b.encode())
txt="""青川县档案局2021年政府信息公开工作年度报告

一、总体情况
[bookmark: _GoBack]本机关全年主动公开政府信息57条，收到申请３件。
\t规章\t0\t0\t0
— 4 —
\x0c二、主动公开政府信息情况
行政许可
12

　０　
"""
w('txt/utf8.txt',txt); w('txt/gb18030.txt',txt.encode('gb18030')); w('txt/utf16le.txt',txt.encode('utf-16-le')); w('txt/utf16be-mark.txt',b'\xfe\xff'+txt.encode('utf-16-be'))
w('txt/latin-view.txt',txt.encode('gb18030').decode('latin-1')); w('txt/lost.txt',txt.encode('gb18030').decode('utf-8','replace'))
w('markdown/report.md',"""# 青川县档案局年度报告

## 一、总体情况

- **主动公开** 57 条
1. 依法答复 *3* 件

| 信息内容 | 本年制发件数 | 现行有效件数 |
| --- | :-: | --: |
| 规章 | 0 | / |
| 规范性文件 | 2<br>（修订1） | 5\\|6 |

<table><tr><td rowspan="2">甲</td><td>1</td></tr><tr><td>2</td></tr></table>

二、其他
===
""")
html="""<!DOCTYPE html><html><head><meta charset="%s"><title>年度报告 - 青川县</title><style>p{color:red}</style></head><body>
<nav><a href="/">首页</a></nav><h2>一、总体情况</h2><p>全年公开&nbsp;57条<br>收到申请3件</p>
<div style="display:none">暗文</div>
<table><tr><td><table border=1><thead><tr><th rowspan=2>信息内容<th colspan=2>件数</tr><tr><th>新收<th>结转</thead>
<tr><td><p>规章</p><td>0<td>&nbsp;</table></td></tr></table>
<!--[if gte mso 9]><p>x</p><![endif]--><p>完&#12290;&ldquo;&rdquo;
"""
w('html/utf8.html',html%'utf-8'); w('html/gbk.html',(html%'gbk').encode('gb18030'))
w('html/broken.html','<table><td>1<tr>游离<td colspan=9999>2</p></div><table><td>3</table><caption>四</table></td><p hidden>五<h1>六<select><option>七')
w('script/page.json','{"code":200,"title":"年度报告","data":{"content":"<p>一、总体\\u60c5\\u51b5<\\/p><table><tr><td>规章<\\/td><td>3<\\/td><\\/tr><\\/table>"}}')
w('script/write.js',"document.write('<table><tr>');\ndocument.write('<td>甲</td>'+'<td>1</td></tr></table>');")
W='http://schemas.openxmlformats.org/wordprocessingml/2006/main'
def p(t,x=''): return f'<w:p><w:pPr>{x}</w:pPr><w:r><w:t xml:space="preserve">{t}</w:t></w:r></w:p>'
def tc(t,x=''): return f'<w:tc><w:tcPr>{x}</w:tcPr>{p(t)}</w:tc>'
body=p('总体情况','<w:pStyle w:val="1"/>')+p('全年公开57条')+'<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>'
body+='<w:tbl><w:tr>'+tc('内容','<w:vMerge w:val="restart"/>')+tc('件数','<w:gridSpan w:val="2"/>')+'</w:tr><w:tr>'+tc('','<w:vMerge/>')+tc('1')+tc('2')+'</w:tr></w:tbl>'
body+='<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>'+p('框')+'</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>'+p('框')+'</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>'
doc=f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>'
num=f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
sty=f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>'
rel='<Relationships><Relationship Id="a" Type="x/numbering" Target="numbering.xml"/><Relationship Id="b" Type="x/styles" Target="styles.xml"/></Relationships>'
for name,comp in (('packed',zipfile.ZIP_DEFLATED),('stored',zipfile.ZIP_STORED)):
    os.makedirs(R+'docx',exist_ok=True)
    z=zipfile.ZipFile(R+f'docx/{name}.docx','w',comp)
    for n,t in (('_rels/.rels','<Relationships><Relationship Id="r" Type="x/officeDocument" Target="word/document.xml"/></Relationships>'),('word/document.xml',doc),('word/_rels/document.xml.rels',rel),('word/numbering.xml',num),('word/styles.xml',sty)):
        i=zipfile.ZipInfo(n,(2021,1,31,0,0,0)); i.compress_type=comp; z.writestr(i,t)
    z.close()

S='http://schemas.openxmlformats.org/spreadsheetml/2006/main'
N='http://schemas.openxmlformats.org/officeDocument/2006/relationships'
def c(a,t): return f'<c r="{a}" t="inlineStr"><is><t>{t}</t></is></c>'
sheet=f'<worksheet xmlns="{S}"><sheetData><row r="1">'+c('A1','一、总体情况')+'</row><row r="3">'+c('A3','信息内容')+c('B3','件数')+'</row><row r="4">'+c('A4','规章')+'<c r="B4"><v>3</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
os.makedirs(R+'xlsx',exist_ok=True)
z=zipfile.ZipFile(R+'xlsx/sheet.xlsx','w')
for n,t in (('[Content_Types].xml','<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'),
            ('_rels/.rels',f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{N}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
            ('xl/workbook.xml',f'<workbook xmlns="{S}" xmlns:r="{N}"><sheets><sheet name="年报" sheetId="1" r:id="rId1"/></sheets></workbook>'),
            ('xl/_rels/workbook.xml.rels',f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{N}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
            ('xl/worksheets/sheet1.xml',sheet)):
    i=zipfile.ZipInfo(n,(2021,1,31,0,0,0)); i.compress_type=zipfile.ZIP_DEFLATED; z.writestr(i,t)
z.close()
