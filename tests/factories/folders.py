"""A cycle's folder made in the test: a small year, complete, whose rows a test changes, doubles and takes away."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.factories.word_files import paragraph, word_file

CYCLE = """\
group:
  name: {en: "The Wells Compact", ar: "ميثاق الآبار"}
  mark: "W3"
  kind: engagement_group
cycle:
  key: "2031"
  year: 2031
  title: {en: "Nahr 2031", ar: "نهر 2031"}
  starts: "2031-01-06"
  ends: "2031-12-15"
  authentic: [en, ar]
secretariat:
  organisation: office
  seat: director
chair: nahr
conveners: [network]
pillars:
  - key: water
    title: {en: "Water", ar: "الماء"}
phases:
  - kind: papers
    title: {en: "Papers", ar: "الأوراق"}
    opens: "2031-02-01T00:00:00+03:00"
    closes: "2031-05-01T00:00:00+03:00"
  - kind: endorsement
    title: {en: "Endorsement", ar: "التأييد"}
    opens: "2031-09-01T00:00:00+03:00"
    closes: "2031-10-31T00:00:00+03:00"
deadlines:
  - key: papers-due
    phase: papers
    title: {en: "Papers", ar: "الأوراق"}
    at: "2031-04-30T17:00:00+03:00"
text:
  key: communique
  kind: communique
  title: {en: "Communiqué of Nahr", ar: "البيان الختامي لنهر"}
  preamble: {en: "We, the mayors.", ar: "نحن العمداء."}
  closing: {en: "Done at Nahr.", ar: "حُرِّر في نهر."}
  frozen_at: "2031-08-30T18:00:00+03:00"
  frozen_by: director
  call_opens: "2031-09-01T09:00:00+03:00"
  call_closes: "2031-10-31T23:59:00+03:00"
  published_at: "2031-10-02T12:00:00+03:00"
  published_by: director
as_of: "2031-11-30T18:00:00+03:00"
gaps:
  - what: {en: "The studies are not in the folder.", ar: "ليست الدراسات في المجلد."}
    where: studies.csv
"""

TABLES = {
    "organisations": """\
key,kind,class,name_en,name_ar,country,time_zone,joined,left,population,population_concept,population_year,population_source,latitude,longitude,note
office,secretariat,,Office of the Compact,مكتب الميثاق,,,,,,,,,,,
nahr,city,participating,Nahr,نهر,XC,Asia/Riyadh,2031-01-06,,"1,200,000",city_proper,2030,census,24.5,46.5,
bahr,city,observer,Bahr,بحر,XQ,Pacific/Auckland,2031-01-06,,٣٤٠٠٠٠,city_proper,2030,census,-41.2,174.7,
wadi,city,participating,Wadi,وادي,XD,America/Bogota,2031-01-06,,560 000,city_proper,2030,census,4.6,-74.1,
network,network,,Network of Wells,شبكة الآبار,,,,,,,,,,,
academy,university,knowledge_partner,Academy of Water,أكاديمية الماء,XC,,2031-01-06,,,,,,,,
wells-twenty,engagement_group,sister_group,Wells Twenty,آبار عشرون,,,2031-01-06,,,,,,,,
""",
    "seats": """\
key,person,name_en,name_ar,email,organisation,role,title_en,title_ar,from,to
director,salma,Salma Idris,سلمى إدريس,salma@office.example,office,secretariat,Director,مديرة,2031-01-06,
officer,bilal,Bilal Haddad,بلال حداد,bilal@office.example,office,secretariat,Officer,موظف,2031-01-06,
nahr-mayor,noor,Noor Aziz,نور عزيز,noor@nahr.example,nahr,mayor,Mayor,عمدة,2031-01-06,
bahr-mayor,mere,Mere Kahu,ميري كاهو,mere@bahr.example,bahr,mayor,Mayor,عمدة,2031-01-06,
wadi-mayor,luz,Luz Rojas,لوز روخاس,luz@wadi.example,wadi,mayor,Mayor,عمدة,2031-01-06,
academy-partner,omar,Omar Said,عمر سعيد,,academy,partner,Professor,أستاذ,2031-01-06,
""",
    "mandates": """\
key,seat,scope,from,to,evidence,examined_by,second_examiner,decided
nahr-mandate,nahr-mayor,endorse sign,2031-08-01,2031-12-31,Letter of Nahr,director,officer,2031-08-10T09:00:00+03:00
bahr-mandate,bahr-mayor,endorse,2031-08-01,2031-12-31,Letter of Bahr,director,officer,2031-08-10T10:00:00+03:00
wadi-mandate,wadi-mayor,endorse,2031-08-01,2031-12-31,Letter of Wadi,director,,2031-08-10T11:00:00+03:00
""",
    "groups": """\
key,kind,title_en,title_ar,charter_en,charter_ar,from,to
wells,task_force,Task Force on Wells,فريق العمل المعني بالآبار,To study wells.,يدرس الآبار.,2031-01-20,
drought,special_working_group,Working Group on Drought,مجموعة عمل الجفاف,To study drought.,تدرس الجفاف.,2031-01-20,
""",
    "group_members": """\
group,organisation,role,from,to
wells,nahr,chair,2031-01-20,
wells,academy,partner,2031-01-20,
drought,nahr,chair,2031-01-20,
drought,bahr,co_chair,2031-01-20,
drought,wadi,member,2031-01-20,
drought,academy,partner,2031-01-20,
""",
    "papers": """\
key,group,file,title_en,title_ar,language,pages,submitted_by,submitted_at
wells-paper,wells,papers/wells.docx,Wells that Last,آبار تدوم,en,4,academy-partner,2031-04-22T14:35:00+03:00
lost-paper,wells,,A paper nobody kept,ورقة لم تُحفظ,en,,,2031-04-23T10:00:00+03:00
""",
    "points": """\
key,theme,pillar,title_en,title_ar,text_en,text_ar,consolidated_at,consolidated_by
deep-wells,Deep wells,water,Deep wells,آبار عميقة,We dig deep.,نحفر عميقًا.,2031-06-09T09:00:00+03:00,officer
clean-wells,Clean wells,water,Clean wells,آبار نظيفة,We clean wells.,نُبقيها نظيفة.,2031-06-09T10:00:00+03:00,officer
""",
    "endorsements": """\
key,organisation,seat,at,method,languages,reservation_clause,reservation_en,reservation_ar,naming_consent,withdrawn_at,withdrawn_by,withdrawal_reason
nahr-endorsement,nahr,nahr-mayor,2031-09-15T09:12:00+03:00,confirmed,ar en,,,,yes,,,
bahr-endorsement,bahr,bahr-mayor,2031-09-16T10:00:00+12:00,confirmed,en,clean-wells,Not this year.,ليس هذا العام.,yes,,,
wadi-endorsement,wadi,wadi-mayor,2031-10-20T10:00:00-05:00,confirmed,en,,,,no,,,
""",
    "record_book": """\
year,chair,measure,city_class,value,unit,as_of,source
2029,Bahr,endorsers_of_communique,all,1,cities,2029-10-02,press
2030,Wadi,endorsers_of_communique,all,2,cities,2030-10-02,press
""",
}

#: What a reader recounts in the tables above.
FIGURES = {
    "pillars": 1,
    "cities_participating": 3,
    "knowledge_partners": 1,
    "engagement_groups": 1,
    "working_group_cities": 2,
    "working_group_organisations": 1,
    "papers": 2,
    "pages_of_studies": 4,
    "recommendations_received": 3,
    "points_adopted": 2,
    "cities_endorsing": 2,
}


@cache
def a_paper_file(*, deep: int = 2, clean: int = 1) -> bytes:
    """The paper of the year: so many recommendations under each of its two themes. Made once: a zip keeps its hour."""
    numbered = [f"{number}." for number in range(1, deep + clean + 1)]
    return word_file(
        paragraph("Wells that Last", style="Title"),
        paragraph("Recommendations", style="H1"),
        paragraph("Deep wells", style="H2"),
        *(paragraph(f"{number} Dig well {number} to the rock (Nahr).") for number in numbered[:deep]),
        paragraph("Clean wells", style="H2"),
        *(paragraph(f"{number} Cover well {number} with a lid (Bahr, Wadi).") for number in numbered[deep:]),
    )


@dataclass(frozen=True)
class YearFolder:
    """A cycle's folder on disk, and how a test changes it."""

    path: Path

    def rows(self, table: str) -> list[dict[str, str]]:
        """The rows of a table."""
        return list(csv.DictReader(io.StringIO(self.text(f"{table}.csv"))))

    def write(self, table: str, rows: list[dict[str, str]]) -> None:
        """Write the rows of a table anew."""
        made = io.StringIO()
        writer = csv.DictWriter(made, list(rows[0]) if rows else list(self.rows(table)[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (self.path / f"{table}.csv").write_text(made.getvalue(), encoding="utf-8")

    def text(self, file: str) -> str:
        """A file's text."""
        return (self.path / file).read_text(encoding="utf-8-sig")

    def rewrite(self, file: str, old: str, new: str) -> None:
        """Replace a passage that stands once in a file."""
        text = self.text(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (self.path / file).write_text(text.replace(old, new), encoding="utf-8")

    def change(self, table: str, number: int, **cells: str) -> None:
        """Change cells of a table's row, counted from 0."""
        rows = self.rows(table)
        rows[number].update(cells)
        self.write(table, rows)

    def remove(self, table: str, **cells: str) -> int:
        """Take away the one row with these cells; its line."""
        rows = self.rows(table)
        number = place_of(rows, cells)
        del rows[number]
        self.write(table, rows)
        return number + 2

    def double(self, table: str, where: dict[str, str], **cells: str) -> int:
        """Add the one row with these cells once more at the end, with other cells; the line of the new row."""
        rows = self.rows(table)
        self.write(table, [*rows, {**rows[place_of(rows, where)], **cells}])
        return len(rows) + 2


def place_of(rows: list[dict[str, str]], cells: dict[str, str]) -> int:
    """Where the one row with these cells stands, from 0."""
    [place] = [number for number, row in enumerate(rows) if cells.items() <= row.items()]
    return place


def a_folder(path: Path) -> YearFolder:
    """A small year with three cities, one paper on file, two points and three endorsements."""
    (path / "papers").mkdir(parents=True)
    (path / "cycle.yaml").write_text(CYCLE, encoding="utf-8")
    for table, text in TABLES.items():
        (path / f"{table}.csv").write_text(text, encoding="utf-8")
    (path / "papers" / "wells.docx").write_bytes(a_paper_file())
    return YearFolder(path)


def a_copy_of(source: Path, path: Path) -> YearFolder:
    """A copy of a folder that lies in the repository, to be changed."""
    shutil.copytree(source, path)
    return YearFolder(path)
