"""A store with every kind of change by people, for tests of what must keep them."""

from __future__ import annotations

from sqlalchemy import Engine

from tests.changing import AKKOL_PSC, EDUCATION, HEAD_PSC, KARASAI, KOKSHETAU_PSC, ChangingClient

KYNA = "Settlement:akm-akkol-karasai-kyna"
CREATE = """mutation { officeCreate(reason: "it opened", evidence: ["decree"], office: {
  kind: PSC_BRANCH category: "psc_branch" nameRu: "Отдел в селе Кына" settlementId: "%s"
  jurisdictionUnitIds: ["RuralOkrug:akm-akkol-karasai"] parentId: "Office:%s" }) {
  office { id version } userErrors { code message } } }"""
MERGE = """mutation { officeMerge(intoId: "Office:%s", expectedVersion: 1, fromId: "Office:%s",
  fromExpectedVersion: 1, reason: "one house") { office { id } userErrors { code message } } }"""
SUBMIT = """mutation { correctionSubmit(officeId: "Office:%s", baseVersion: %d, patch: { nameRu: "%s" },
  evidence: ["I saw it"]) { correction { id } userErrors { code message } } }"""
REVIEW = """mutation($id: ID!, $decision: ReviewDecision!) { correctionReview(id: $id, decision: $decision,
  note: "so it is") { correction { id } userErrors { code message } } }"""
KEY = "3f1a6c1e-keep-this-answer"
PHONES = {"contacts": [{"kind": "PHONE", "value": "+77163834191"}]}

ASKED = (
    """{ edition { number publishedAt } offices(first: 200) { edges { node {
      id kind version updatedAt name(language: RU) status settlement { id } location { latitude longitude }
      contacts { kind value } provenance { field value wins } history { edges { node { version actor at
      summary evidence changes { field before after } } } } } } } }""",
    """{ corrections(first: 50) { totalCount edges { node { id status evidence submittedAt reviewedAt
      reviewNote changes { field before after } appliedIn { version } } } } }""",
    f"""{{ office(id: "Office:{KOKSHETAU_PSC}") {{ id name }} }}""",
    f"""{{ officeFor(serviceId: "PublicService:preschool-queue", place: {{ unitId: "{KYNA}" }}) {{
      outcome provisions {{ roles office {{ id }} }} alternatives {{ node {{ id }} }} }} }}""",
    """{ search(text: "отдел кына") { edges { score node { __typename } } } }""",
)


def live_in(engine: Engine) -> ChangingClient:
    """Update, create, merge, propose, accept and reject over the small seeds; the client is still open."""
    client = ChangingClient(engine)
    client.http.__enter__()
    client.update(KARASAI, PHONES, key=KEY)
    client.update(EDUCATION, {"settlementId": KYNA, "nameKk": "Ақкөл білім бөлімі"})
    client.change(CREATE % (KYNA, HEAD_PSC))
    client.change(MERGE % (AKKOL_PSC, KOKSHETAU_PSC))
    first = client.change(SUBMIT % (EDUCATION, 2, "Отдел образования Акколя"))["correction"]["id"]
    second = client.change(SUBMIT % (KARASAI, 2, "Апарат"))["correction"]["id"]
    client.change(SUBMIT % (HEAD_PSC, 1, "Главный центр"))
    client.sign_in("akm", role="reviewer", subject="reviewer")
    client.change(REVIEW, id=first, decision="ACCEPT")
    client.change(REVIEW, id=second, decision="REJECT")
    client.sign_in("akm")
    return client
