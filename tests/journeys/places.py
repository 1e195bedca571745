"""Every kind of page there is: where it stands, who comes to it, and how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Page

from tests.journeys.houses import RunningHouse

#: What stands in an address for the one of its kind that is looked at.
IDS = {
    "text": "SELECT public_id FROM communique_text",
    "round": "SELECT public_id FROM communique_round ORDER BY id LIMIT 1",
    "answered": """SELECT r.public_id FROM communique_return r JOIN actors_organisation o ON o.id = r.organisation_id
                   WHERE o.key = 'rijnmere' ORDER BY r.id DESC LIMIT 1""",
    "text_file": "SELECT public_id FROM communique_returnfile WHERE name LIKE '%twin-fords%'",
    "amendment": """SELECT a.public_id FROM communique_amendment a JOIN communique_settlement s ON s.amendment_id = a.id
                    WHERE s.outcome = 'bracketed' ORDER BY a.id LIMIT 1""",
    "silence": "SELECT public_id FROM communique_silence ORDER BY id LIMIT 1",
    "text_comment": "SELECT public_id FROM communique_comment ORDER BY id LIMIT 1",
    "clause": "SELECT public_id FROM communique_clause WHERE kind = 'point' ORDER BY id LIMIT 1",
    "point": "SELECT public_id FROM recommendations_point ORDER BY position LIMIT 1",
    "recommendation": "SELECT public_id FROM recommendations_recommendation ORDER BY id LIMIT 1",
    "paper": "SELECT public_id FROM taskforces_paper WHERE file_id IS NOT NULL ORDER BY id LIMIT 1",
    "study": "SELECT public_id FROM library_study WHERE file_id IS NOT NULL ORDER BY id LIMIT 1",
    "group": "SELECT public_id FROM taskforces_group ORDER BY id LIMIT 1",
    "flood": "SELECT public_id FROM taskforces_group WHERE kind = 'special_working_group' LIMIT 1",
    "chairing": "SELECT public_id FROM taskforces_enrolment WHERE role = 'chair' AND ends IS NULL ORDER BY id LIMIT 1",
    "milestone": "SELECT public_id FROM taskforces_milestone WHERE reached IS NULL AND is_standing LIMIT 1",
    "laid": "SELECT public_id FROM taskforces_groupdocument ORDER BY id LIMIT 1",
    "in_work": "SELECT public_id FROM taskforces_paper WHERE submitted_at IS NULL ORDER BY id LIMIT 1",
    "second_version": "SELECT public_id FROM taskforces_paperversion WHERE number = 2 AND file_id IS NOT NULL ORDER BY id LIMIT 1",
    "comment": """SELECT c.public_id FROM taskforces_comment c LEFT JOIN taskforces_commentanswer r ON r.comment_id = c.id
                  WHERE r.id IS NULL ORDER BY c.id LIMIT 1""",
    "city": "SELECT o.public_id FROM actors_organisation o JOIN cycle_leadership l ON l.organisation_id = o.id LIMIT 1",
    "partner": "SELECT public_id FROM actors_organisation WHERE kind = 'university' ORDER BY id LIMIT 1",
    "person": "SELECT p.public_id FROM actors_person p JOIN members_office f ON f.person_id = p.id ORDER BY p.id LIMIT 1",
    "pictured": "SELECT p.public_id FROM actors_person p JOIN members_photo f ON f.person_id = p.id LIMIT 1",
    "lent": """SELECT m.public_id FROM actors_mandate m JOIN actors_delegation d ON d.giver_id = m.seat_id
               JOIN actors_seat r ON r.id = d.receiver_id JOIN actors_seat g ON g.id = d.giver_id
               WHERE r.organisation_id <> g.organisation_id LIMIT 1""",
    "other_person": "SELECT public_id FROM actors_person ORDER BY id DESC LIMIT 1",
    "office": "SELECT public_id FROM members_office ORDER BY id LIMIT 1",
    "fact": "SELECT public_id FROM members_fact WHERE kind = 'accepted' ORDER BY id LIMIT 1",
    "mandate": "SELECT public_id FROM actors_mandate ORDER BY id LIMIT 1",
    "contested": "SELECT m.public_id FROM actors_mandate m JOIN actors_contest c ON c.mandate_id = m.id LIMIT 1",
    "lendable": """SELECT m.public_id FROM actors_mandate m JOIN actors_mandatescope c ON c.mandate_id = m.id
                   WHERE c.scope = 'endorse' ORDER BY m.id LIMIT 1""",
    "delegation": "SELECT public_id FROM actors_delegation LIMIT 1",
    "seat": "SELECT public_id FROM actors_seat WHERE role = 'mayor' ORDER BY id LIMIT 1",
    "focal": "SELECT s.public_id FROM actors_seat s JOIN members_focalpoint f ON f.seat_id = s.id "
    "WHERE s.ends IS NULL ORDER BY f.id LIMIT 1",
    "awaited": """SELECT m.public_id FROM actors_mandate m JOIN actors_examination x ON x.mandate_id = m.id
                  GROUP BY m.id HAVING COUNT(*) = 1 LIMIT 1""",
    "plain": """SELECT e.public_id FROM endorsements_endorsement e LEFT JOIN endorsements_reservation r ON r.endorsement_id = e.id
                WHERE r.id IS NULL ORDER BY e.id LIMIT 1""",
    "reserved": "SELECT e.public_id FROM endorsements_endorsement e JOIN endorsements_reservation r ON r.endorsement_id = e.id ORDER BY e.id LIMIT 1",
    "awaiting": """SELECT v.public_id FROM endorsements_evidence v LEFT JOIN endorsements_secondcheck c ON c.evidence_id = v.id
                   WHERE c.id IS NULL ORDER BY v.id LIMIT 1""",
    "checked": "SELECT public_id FROM endorsements_evidence ORDER BY id LIMIT 1",
    "silent": """SELECT o.public_id FROM actors_organisation o WHERE o.key = 'mutobwe'""",
    "withdrawn": "SELECT e.public_id FROM endorsements_endorsement e JOIN endorsements_withdrawal w ON w.endorsement_id = e.id",
    "handed": "SELECT public_id FROM endorsements_handover",
    "circular": "SELECT public_id FROM correspondence_circular ORDER BY id DESC LIMIT 1",
    "matter": "SELECT public_id FROM correspondence_matter ORDER BY id DESC LIMIT 1",
    "return": """SELECT r.public_id FROM correspondence_return r LEFT JOIN correspondence_check c ON c.returned_id = r.id
                 WHERE c.id IS NULL AND r.matter_id IS NOT NULL ORDER BY r.id LIMIT 1""",
    "stray": "SELECT public_id FROM correspondence_return WHERE matter_id IS NULL ORDER BY id LIMIT 1",
    # The key stands in the letter itself, after the word that begins the address.
    "token": """SELECT substr(body, instr(body, '/answer/') + 8, 45) FROM mail_letter
                WHERE body LIKE '%/answer/%' ORDER BY id DESC LIMIT 1""",
    "letter": "SELECT public_id FROM mail_letter ORDER BY id LIMIT 1",
    "term": "SELECT public_id FROM cycle_term ORDER BY id LIMIT 1",
    "deadline": "SELECT public_id FROM cycle_deadline ORDER BY id LIMIT 1",
    "phase": "SELECT public_id FROM cycle_phase ORDER BY id LIMIT 1",
    "held": "SELECT public_id FROM taskforces_meeting WHERE kind = 'sherpas' ORDER BY starts LIMIT 1",
    "coming": "SELECT public_id FROM taskforces_meeting ORDER BY starts DESC LIMIT 1",
    "invitation": """SELECT p.public_id FROM taskforces_participation p JOIN taskforces_meeting m ON m.id = p.meeting_id
                     ORDER BY m.starts DESC, p.id LIMIT 1""",
    "invited": """SELECT p.token FROM taskforces_participation p JOIN taskforces_meeting m ON m.id = p.meeting_id
                  ORDER BY m.starts DESC, p.id LIMIT 1""",
    "release": "SELECT public_id FROM press_release ORDER BY id LIMIT 1",
}


@dataclass(frozen=True)
class Place:
    """A kind of page. `path` follows the language; `who` is a role, or nobody; `then` is done there before looking."""

    name: str
    path: str
    who: str = ""
    at_the_end: bool = False
    then: Callable[[Page], None] | None = None

    def address(self, house: RunningHouse, language: str) -> str:
        """The address in a house."""
        ids = {key: house.value(IDS[key]) for key in IDS if f"{{{key}}}" in self.path}
        return f"{house.address}/{language}/{self.path.format(**ids)}"


def _to_the_reservation(page: Page) -> None:
    page.locator("button[value=reserve]").click()


def _reserving(page: Page) -> None:
    _to_the_reservation(page)
    page.locator("input[name=reserves][value=yes]").check()


def _nothing_chosen(page: Page) -> None:
    _to_the_reservation(page)
    page.locator("form#endorse").evaluate("form => { form.noValidate = true }")
    page.locator("button[value=confirm]").click()


def _to_the_confirmation(page: Page) -> None:
    _reserving(page)
    page.locator("textarea[lang=en]").fill("As far as our harbour law allows.\nAnd no further.")
    page.locator("textarea[lang=ar]").fill("في حدود ما يسمح به قانون مينائنا.")
    page.locator("input[name=may_be_named][value=yes]").check()
    page.locator("button[value=confirm]").click()


def _asking_for_a_code(page: Page) -> None:
    page.locator("main details", has=page.locator("input[type=email]")).locator("summary").first.click()
    page.locator("input[type=email]").fill("somebody@city.example")
    page.locator("form", has=page.locator("input[type=email]")).get_by_role("button").click()


def _handing_in_nothing(page: Page) -> None:
    form = page.locator("form.action-form")
    form.evaluate("form => { form.noValidate = true }")
    form.locator("button.button--strong").click()


def _putting_nothing_together(page: Page) -> None:
    page.locator(".chosen button.button--strong").click()


def _sending_without_a_token(page: Page) -> None:
    page.locator("form.action-form input[name=csrfmiddlewaretoken]").evaluate("token => token.remove()")
    _handing_in_nothing(page)


def _bringing_a_list(page: Page) -> None:
    """A list with a new city whose number cannot be called, one that may be on record in other letters, and a row that
    is refused."""
    new = next(_numbers)
    rows = f"City,Name,E-mail,Phone\nTown {new},Somebody {new},somebody{new}@town.example,12\nSidraen,,,\nX,Y,nobody,\n"
    page.goto("/".join([*page.url.split("/")[:4], "members/import/"]))
    page.locator("input[type=file]").set_input_files(
        {"name": "contacts.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    page.locator("form.action-form button.button--strong").click()


def _looking_at_a_list(page: Page) -> None:
    _bringing_a_list(page)
    page.locator("form.action-form button.button--strong").click()


def _taking_over_a_list(page: Page) -> None:
    _looking_at_a_list(page)
    page.locator(".import-play button").click()


def _before_taking_back(page: Page) -> None:
    _taking_over_a_list(page)
    page.locator("main .button--quiet").click()


#: A file that was brought before is the same import, and what is on record already is not new.
_numbers = count(1)

PLACES = (
    Place("front", ""),
    Place("front after the release", "", at_the_end=True),
    Place("home of a mayor", "", "mayor"),
    Place("home of the secretariat", "", "secretariat"),
    Place("home of a partner", "", "partner"),
    Place("home of the auditor", "", "auditor"),
    Place("search", "search/?q=flood"),
    Place("search of nothing", "search/?q=qqqq", "mayor"),
    Place("search of one kind", "search/?q=river&kind=clauses", "secretariat"),
    Place("changes", "changes/", "mayor"),
    Place("changes for the secretariat", "changes/", "secretariat"),
    Place("overview", "overview/", "secretariat"),
    Place("overview of those awaited", "overview/?show=awaited", "secretariat"),
    Place("chronicle", "chronicle/", "auditor"),
    Place("sign in", "sign-in/"),
    Place("enter the code", "sign-in/", then=_asking_for_a_code),
    Place("year", "year/"),
    Place("year for the secretariat", "year/", "secretariat"),
    Place("calendar", "year/calendar/", "secretariat"),
    Place("count backwards", "year/calendar/counting/", "secretariat"),
    Place("a deadline to move", "year/calendar/deadlines/{deadline}/", "secretariat"),
    Place("a new deadline", "year/calendar/deadlines/", "secretariat"),
    Place("a phase to move", "year/calendar/phases/{phase}/", "secretariat"),
    Place("glossary", "year/glossary/", "mayor"),
    Place("glossary for the secretariat", "year/glossary/", "secretariat"),
    Place("a term to correct", "year/glossary/terms/{term}/", "secretariat"),
    Place("a new term", "year/glossary/terms/", "secretariat"),
    Place("a table of terms", "year/glossary/table/", "secretariat"),
    Place("a new phase", "year/calendar/phases/", "secretariat"),
    Place("leaders", "year/leaders/", "secretariat"),
    Place("next steps", "next-steps/", "secretariat"),
    Place("next year", "next-year/", "secretariat"),
    Place("meetings", "meetings/"),
    Place("meetings for the secretariat", "meetings/", "secretariat"),
    Place("an announced meeting", "meetings/{held}/"),
    Place("a meeting held", "meetings/{held}/", "secretariat"),
    Place("a meeting to call", "meetings/new/", "secretariat"),
    Place("an invitation to answer", "meetings/invitations/{invitation}/", "secretariat"),
    Place("an invitation's own link", "invited/{invited}/"),
    Place("taking back an invitation", "meetings/invitations/{invitation}/taking-back/", "secretariat"),
    Place("a meeting to change", "meetings/{coming}/change/", "secretariat"),
    Place("what came of a meeting", "meetings/{held}/record/", "secretariat"),
    Place("calendars", "calendars/"),
    Place("own calendar", "calendars/", "mayor"),
    Place("record book", "record-book/"),
    Place("members", "members/"),
    Place("members narrowed", "members/?name=a&as_of=2031-09-01", "secretariat"),
    Place("a city", "members/{city}/"),
    Place("a city for the secretariat", "members/{city}/", "secretariat"),
    Place("a partner", "members/{partner}/"),
    Place("register an organisation", "members/new/", "secretariat"),
    Place("register nothing", "members/new/", "secretariat", then=_handing_in_nothing),
    Place("change an organisation", "members/{city}/edit/", "secretariat"),
    Place("state a fact", "members/{city}/facts/represented/", "secretariat"),
    Place("change the class", "members/{city}/facts/class/", "secretariat"),
    Place("take a fact back", "record/fact/{fact}/taking-back/", "secretariat"),
    Place("merge an organisation", "members/{city}/merging/?other={partner}", "secretariat"),
    Place("counts", "members/counts/?as_of=2031-09-01"),
    Place("counts with answers", "members/counts/", "secretariat"),
    Place("persons", "people/", "secretariat"),
    Place("a person", "people/{person}/", "mayor"),
    Place("a person for the secretariat", "people/{person}/", "secretariat"),
    Place("a person with a picture", "people/{pictured}/", "mayor"),
    Place("register a person", "people/new/", "secretariat"),
    Place("change a person", "people/{person}/edit/", "secretariat"),
    Place("enter an office", "people/{person}/offices/new/", "secretariat"),
    Place("end an office", "offices/{office}/end/", "secretariat"),
    Place("enter a way to reach somebody", "people/{person}/channels/new/", "secretariat"),
    Place("give a seat", "people/{person}/seats/new/", "secretariat"),
    Place("enter a photo", "people/{person}/photo/new/", "secretariat"),
    Place("enter no photo", "people/{person}/photo/new/", "secretariat", then=_handing_in_nothing),
    Place("merge a person", "people/{person}/merging/?other={other_person}", "secretariat"),
    Place("erase a name", "people/{person}/erasure/", "secretariat"),
    Place("lists of contacts", "members/import/", "secretariat"),
    # Nobody has brought a list yet, so the way to its pages leads past an address that is not there.
    Place("how a list is read", "members/import/none/columns/", "secretariat", then=_bringing_a_list),
    Place("what a list would change", "members/import/none/", "secretariat", then=_looking_at_a_list),
    Place("what a list did", "members/import/none/", "secretariat", then=_taking_over_a_list),
    Place("before a list is taken back", "members/import/none/taking-back/", "secretariat", then=_before_taking_back),
    Place("address book", "members/addresses/", "secretariat"),
    Place("own addresses", "members/addresses/", "mayor"),
    Place("mandates", "mandates/", "secretariat"),
    Place("own mandates", "mandates/", "mayor"),
    Place("an examined mandate", "mandates/{mandate}/examination/", "secretariat"),
    Place("a mandate to examine", "mandates/{awaited}/examination/", "secretariat"),
    Place("a mandate", "mandates/{mandate}/", "secretariat"),
    Place("a mandate lent to another city", "mandates/{lent}/", "secretariat"),
    Place("a contested mandate", "mandates/{contested}/", "secretariat"),
    Place("a contested mandate for the chair", "mandates/{contested}/decision/", "chair"),
    Place("contest", "mandates/{mandate}/contest/", "secretariat"),
    Place("delegate", "mandates/{lendable}/delegation/", "secretariat"),
    Place("pillars", "year/pillars/", "secretariat"),
    Place("proxies", "proxies/", "secretariat"),
    Place("proxies of the own city", "proxies/", "mayor"),
    Place("give a proxy", "mandates/{lendable}/proxy/", "secretariat"),
    Place("take a delegation back", "delegations/{delegation}/recall/", "secretariat"),
    Place("hand in a mandate", "members/{city}/mandates/", "secretariat"),
    Place("hand in a mandate with faults", "members/{city}/mandates/", "secretariat", then=_handing_in_nothing),
    Place("seats of a city", "members/{city}/seats/", "secretariat"),
    Place("invite", "members/{city}/invitations/", "secretariat"),
    Place("invite nobody", "members/{city}/invitations/", "secretariat", then=_handing_in_nothing),
    Place("end the task of a focal point", "seats/{focal}/focal-point/end/", "secretariat"),
    Place("members of a bloc", "members/?bloc=g20", "secretariat"),
    Place("pass a seat on", "seats/{seat}/successor/", "secretariat"),
    Place("passkeys and codes", "sign-in/keys/", "mayor"),
    Place("add a passkey", "sign-in/keys/passkey/", "mayor"),
    Place("connect an app", "sign-in/keys/app/", "mayor"),
    Place("what grave acts need", "sign-in/policy/", "secretariat"),
    Place("circulars", "circulars/", "secretariat"),
    Place("a new circular", "circulars/new/", "secretariat"),
    Place("a circular that was sent", "circulars/{circular}/", "secretariat"),
    Place("a reminder before it is sent", "circulars/{circular}/reminder/", "secretariat"),
    Place("the board", "board/", "secretariat"),
    Place("the board of everything", "board/?matter=", "auditor"),
    Place("returns", "returns/", "secretariat"),
    Place("the tray", "returns/?view=tray", "secretariat"),
    Place("what machines sent", "returns/?view=machines", "secretariat"),
    Place("a return to check", "returns/{return}/", "secretariat"),
    Place("a return in the tray", "returns/{stray}/", "secretariat"),
    Place("taking in a mail", "returns/mail/", "secretariat"),
    Place("what one is asked for", "asked/", "mayor"),
    Place("an answer on the site", "asked/{matter}/", "mayor"),
    Place("an answer by link", "answer/{token}/"),
    Place("an answer that was received by link", "answer/{token}/received/"),
    Place("groups", "groups/"),
    Place("a group", "groups/{group}/"),
    Place("a group to set up", "groups/new/", "secretariat"),
    Place("a group to change", "groups/{flood}/change/", "secretariat"),
    Place("a group seen from inside", "groups/{flood}/", "secretariat"),
    Place("a group's desk", "groups/{flood}/desk/", "secretariat"),
    Place("a city in a group", "groups/parts/{chairing}/", "secretariat"),
    Place("a milestone", "groups/milestones/{milestone}/", "secretariat"),
    Place("a document of a group", "groups/documents/{laid}/", "secretariat"),
    Place("a paper to begin", "groups/{flood}/papers/new/", "secretariat"),
    Place("a paper in work", "papers/{in_work}/", "secretariat"),
    Place("the paper's desk", "papers/{in_work}/desk/", "secretariat"),
    Place("reviews of a paper", "papers/{in_work}/reviews/", "secretariat"),
    Place("what changed in a version", "papers/versions/{second_version}/changes/", "secretariat"),
    Place("a comment to answer", "papers/comments/{comment}/", "secretariat"),
    Place("papers of the year", "papers/board/", "secretariat"),
    Place("late papers", "papers/late/", "secretariat"),
    Place("papers", "papers/"),
    Place("papers, searched", "papers/?q=flood", "secretariat"),
    Place("a paper", "papers/{paper}/"),
    Place("library of studies", "studies/"),
    Place("library of studies, searched", "studies/?q=flood", at_the_end=True),
    Place("a study", "studies/{study}/", "secretariat"),
    Place("handing in a study", "studies/new/", "partner"),
    Place("correcting a study", "studies/{study}/correction/", "secretariat"),
    Place("recommendations", "recommendations/"),
    Place("recommendations for the secretariat", "recommendations/", "secretariat"),
    Place("a recommendation", "recommendations/{recommendation}/", at_the_end=True),
    Place("hand in", "hand-in/", "partner"),
    Place("hand in a list", "hand-in/list/", "partner"),
    Place("hand in with faults", "hand-in/", "partner", then=_handing_in_nothing),
    Place("reading of a paper", "papers/{paper}/reading/", "secretariat"),
    Place("the working table", "table/", "convener"),
    Place("a point at the table", "table/points/{point}/", "secretariat"),
    Place("the wording of a point", "table/points/{point}/wording/", "secretariat"),
    Place("nothing put together", "table/", "secretariat", then=_putting_nothing_together),
    Place("what became of the recommendations", "coverage/", "secretariat"),
    Place("closing the consolidation", "coverage/closing/", "secretariat"),
    Place("asking the groups", "coverage/asking/", "secretariat"),
    Place("the way of all recommendations", "coverage/flow/", at_the_end=True),
    Place("where a paper's recommendations went", "fates/paper/{paper}/", at_the_end=True),
    Place("what became of a recommendation", "recommendations/{recommendation}/fate/", at_the_end=True),
    Place("points before the release", "points/"),
    Place("points", "points/", at_the_end=True),
    Place("a point", "points/{point}/", at_the_end=True),
    Place("no texts yet", "texts/"),
    Place("texts", "texts/", "mayor"),
    Place("the frozen text", "texts/{text}/", "mayor"),
    Place("the text in one language", "texts/{text}/?language=en&lines=1", "mayor"),
    Place("the comparison of drafts", "texts/{text}/comparison/", "mayor"),
    Place("the map of positions", "texts/{text}/heat/", "mayor"),
    Place("the drafts in numbers", "texts/{text}/convergence/", "mayor"),
    Place("the screen of the meeting", "texts/{text}/projector/", "secretariat"),
    Place("the published text", "texts/{text}/", at_the_end=True),
    Place("a clause", "clauses/{clause}/", "secretariat"),
    Place("freezing", "texts/{text}/freezing/", "secretariat"),
    Place("publication", "texts/{text}/publication/", "secretariat"),
    Place("statements beside a text", "texts/{text}/statements/", at_the_end=True),
    Place("a statement from a letter", "texts/{text}/statements/entry/", "secretariat"),
    Place(
        "a statement from a letter, nothing typed",
        "texts/{text}/statements/entry/",
        "secretariat",
        then=_handing_in_nothing,
    ),
    Place("the title of a text", "texts/{text}/title/", "secretariat"),
    Place("who negotiates a text", "texts/{text}/negotiators/", "secretariat"),
    Place("what was entered in a round", "rounds/{round}/entered/", "secretariat"),
    Place("calling off a silence", "silences/{silence}/calling-off/", "secretariat"),
    Place("the rule for silence", "silence-rule/", "secretariat"),
    Place("translations", "texts/{text}/translations/", "secretariat"),
    Place("a bilingual table to be taken in", "texts/{text}/bilingual/ar/return/", "secretariat"),
    Place("begin a text", "texts/new/", "secretariat"),
    Place("a translation", "texts/{text}/translations/ar/{clause}/", "secretariat"),
    Place("a position too late", "texts/{text}/positions/?clause={clause}", "mayor"),
    Place("declarations before the release", "declarations/", "mayor"),
    Place("declarations", "declarations/", at_the_end=True),
    Place("the declaration", "declarations/{text}/", at_the_end=True),
    Place("endorse, read", "texts/{text}/endorse/", "mayor"),
    Place("endorse, reserve or not", "texts/{text}/endorse/", "mayor", then=_to_the_reservation),
    Place("endorse, reserve", "texts/{text}/endorse/", "mayor", then=_reserving),
    Place("endorse, nothing chosen", "texts/{text}/endorse/", "mayor", then=_nothing_chosen),
    Place("endorse, confirm", "texts/{text}/endorse/", "mayor", then=_to_the_confirmation),
    Place("call", "texts/{text}/call/", "secretariat"),
    Place("register", "texts/{text}/register/", "secretariat"),
    Place("register after the release", "texts/{text}/register/", "secretariat", at_the_end=True),
    Place("letters", "texts/{text}/letters/", "secretariat"),
    Place("the signed declaration", "texts/{text}/signed-declaration/", "secretariat", at_the_end=True),
    Place("electronic signatures", "electronic-signatures/", "secretariat"),
    Place("a page for the frames of others", "declarations/{text}/embed/", at_the_end=True),
    Place("an endorsement", "endorsements/{plain}/", at_the_end=True),
    Place("an endorsement with a reservation", "endorsements/{reserved}/", at_the_end=True),
    Place("a withdrawn endorsement", "endorsements/{withdrawn}/", at_the_end=True),
    Place("check a receipt", "check/", at_the_end=True),
    Place("the transparency log", "transparency-log/", "secretariat", at_the_end=True),
    Place("remind the cities", "texts/{text}/call/reminder/", "secretariat"),
    Place("enter a letter", "texts/{text}/evidence/{silent}/", "secretariat"),
    Place("a letter that awaits its check", "evidence/{awaiting}/", "secretariat"),
    Place("a letter that was checked", "evidence/{checked}/", "secretariat", at_the_end=True),
    Place("a receipt", "endorsements/{plain}/receipt/", "secretariat", at_the_end=True),
    Place("counts before the release", "texts/{text}/counts/", "secretariat"),
    Place("counts", "texts/{text}/counts/", at_the_end=True),
    Place("withdrawal", "endorsements/{reserved}/withdrawal/", "mayor with a reservation", at_the_end=True),
    Place("the receipt of a hand-over", "handovers/{handed}/", "presidency", at_the_end=True),
    Place("a hand-over to come", "texts/{text}/handovers/", "secretariat", at_the_end=True),
    Place("figures", "figures/", at_the_end=True),
    Place("a figure", "figures/cities_endorsing/", at_the_end=True),
    Place("a figure of people", "figures/cities_participating/"),
    Place("no releases yet", "press/"),
    Place("releases", "press/", at_the_end=True),
    Place("a release", "press/{release}/", at_the_end=True),
    Place("a new release", "press/new/", "secretariat", at_the_end=True),
    Place("a revision too late", "press/{release}/revision/", "secretariat", at_the_end=True),
    Place("outbox", "letters/", "secretariat"),
    Place("a letter", "letters/{letter}/", "secretariat"),
    Place("health", "health/"),
    Place("style book", "style-book/"),
    Place("a round", "rounds/{round}/", "sherpa"),
    Place("a round for the secretariat", "rounds/{round}/", "secretariat"),
    Place("the table of a round", "rounds/{round}/amendments/", "secretariat"),
    Place("the table for a city", "rounds/{round}/amendments/", "sherpa"),
    Place("files of a round", "rounds/{round}/files/", "secretariat"),
    Place("a file that came in", "text-files/{text_file}/", "secretariat"),
    Place("a city's return", "text-returns/{answered}/", "secretariat"),
    Place("an amendment in brackets", "amendments/{amendment}/", "secretariat"),
    Place("a silence that was broken", "silences/{silence}/", "secretariat"),
    Place("the rule of silences", "silence-rule/", "secretariat"),
    Place("statements beside the text", "texts/{text}/statements/", "secretariat"),
    Place("a statement to be written", "texts/{text}/statements/new/", "mayor"),
    Place("a comment that was answered", "text-comments/{text_comment}/", "secretariat"),
    Place("style book, a text", "style-book/text/"),
    Place("style book, a screen", "style-book/screens/2/"),
    Place("nothing there", "texts/nothing/"),
    Place("a form that expired", "hand-in/", "partner", then=_sending_without_a_token),
)
#: Views that show no page of their own: files, signs for machines, acts that end on another page, and the code that one
#: comes to by asking for it.
NO_PAGES = {
    "cycle:emblem",
    "cycle:undoing",
    *("cycle:glossary_file", "cycle:term_undoing"),
    "members:begin",  # an empty house has its own story, in test_the_beginning.py
    "members:begin_step",
    "recommendations:taking_back",
    # What the journeys of a paper, of dropping and of an answer come to, and what shows no page.
    *("recommendations:candidate", "recommendations:page_picture", "recommendations:paper_text"),
    *("recommendations:dropping", "recommendations:answering", "recommendations:lineage"),
    *("members:photo", "members:unmerging", "taskforces:invited_document"),
    *("library:by_identifier", "library:study_file", "library:citation", "library:publication", "library:withdrawal"),
    "library:drawn_on",
    "taskforces:completion",
    "taskforces:document_file",
    *("taskforces:group_document_file", "taskforces:version_file", "taskforces:review"),
    "taskforces:feed",
    "taskforces:meeting_ics",
    "taskforces:own_feed",
    *("start", "robots", "health_for_machines"),
    *("account_login", "account_request_login_code", "account_inactive", "account_confirm_login_code", "accounts:code"),
    *("accounts:sign_in_as", "accounts:seat", "accounts:sign_out"),
    *("communique:frozen_pdf", "communique:frozen_page", "communique:approval"),
    *(
        "communique:word",
        "communique:pdf",
        "communique:compare_word",
        "communique:round_word",
        "communique:round_sheet",
    ),
    *("communique:canonical", "communique:heat_csv", "communique:convergence_csv"),
    *("cycle:record_book_csv", "endorsements:register_csv", "log:file", "taskforces:paper_file"),
    *("endorsements:register_xlsx", "endorsements:register_json", "endorsements:evidence_file"),
    *("endorsements:receipt_json", "endorsements:receipt_pdf"),
    *("endorsements:letter", "endorsements:letters_zip", "endorsements:roll_json", "endorsements:signed_pdf"),
    *("endorsements:acknowledgement", "endorsements:handover_receipt", "endorsements:handover_letter"),
    "endorsements:trusted_end",
    # What only a text has whose first draft is being composed, and what shows no page.
    *("communique:composing", "communique:new_planned", "communique:planned", "communique:first_draft"),
    *("communique:composing_file", "communique:composing_points", "communique:composing_undone"),
    *("communique:planned_place", "communique:planned_deletion", "communique:bilingual_table", "communique:closing"),
    # When the model year is looked at its text is frozen: no round is called and no return written any more.
    *("communique:new_round", "communique:own_return", "communique:entry", "communique:releasing"),
    *("communique:compilation", "communique:new_amendment", "communique:new_comment"),
    *("communique:new_break", "communique:break_withdrawal", "communique:statement_withdrawal"),
    *(
        "communique:new_silence",
        "communique:chairs_summary",
        "communique:file_change",
        "communique:file_content",
        "communique:statement_evidence",
        "communique:came",
    ),
    *("press:figures_json", "press:figure_json"),
    *("members:counts_csv", "members:counts_xlsx", "members:person_export"),
    # What one comes to on one's way, which `test_who_may_act.py` goes, and what shows no page.
    *("accounts:proof", "accounts:passkey", "accounts:remove_key"),
    *("members:invitation", "members:invitation_withdrawal", "members:focal_point", "members:evidence"),
    *("members:participants", "members:address_file", "members:import_empty", "members:import_refused"),
    *("desk:seen", "live:listen", "writing:here", "writing:forget"),
    *("correspondence:board_csv", "correspondence:board_xlsx", "correspondence:incoming_mail"),
    *("correspondence:returned_file", "correspondence:sending", "correspondence:template", "correspondence:policy"),
    "correspondence:language_of_letters",
    "correspondence:revision",  # that of a new circular; the year holds none that has not been sent
}
