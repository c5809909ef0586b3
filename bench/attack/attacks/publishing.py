"""A publisher who sends too much: large files, many files, many jobs, and a job that is killed."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from bench.attack.enrolled import attack
from bench.attack.ground import Ground, ask, codes_of, told_of
from model.enums import Language
from tests.act_files import as_docx
from tests.hostile_files import inner_bomb
from tests.random_acts import Row, make_act

_PROPOSE = (
    """mutation($upload: ID!) { actPropose(uploadId: $upload) { job { id } userErrors { code message } } }"""
)
_DISCARD = (
    """mutation($upload: ID!) { actDiscard(uploadId: $upload) { isDiscarded userErrors { code message } } }"""
)
_JOB = "query($id: ID!) { actJob(id: $id) { state error { code } } }"
_PATIENCE_S = 60.0
_PRINTED = make_act([Row("Отдел", "с. Заречное", "8 (71638) 2-01-01")], Language.RU, "lined")
_ACT = _PRINTED.text.encode()


def _sent(ground: Ground, token: str, content: bytes, name: str = "act.txt") -> tuple[str, str]:
    """Upload a file. Returns the id of the upload ("" if it is refused), and the codes of the refusal."""
    with ground.client(token) as client:
        address = ground.server.url.replace("/graphql", f"/acts/uploads?name={name}")
        found = client.post(address, content=content).json()
    return found.get("id", ""), " ".join(codes_of(found))


@attack("a publisher sends files of 64 MB", refused="PAYLOAD_TOO_LARGE", growth_mb=40)
def too_large(ground: Ground) -> str:
    """Each file is refused before its body is read."""
    token, content = ground.token("*", role="publisher"), b"x" * (64 * 2**20)
    return " ".join({_sent(ground, token, content)[1] for _ in range(ground.times(10, least=2))})


@attack("a publisher sends 1,000 files", refused="FORBIDDEN", growth_mb=60)
def many_files(ground: Ground) -> str:
    """An account may store fifty files: more are refused."""
    token = ground.token("*", role="publisher")
    codes = {_sent(ground, token, f"{n}\n".encode() * 2_000)[1] for n in range(ground.times(1_000, least=60))}
    return " ".join(sorted(codes - {""}))


@attack("a publisher asks for 1,000 jobs", refused="FORBIDDEN")
def many_jobs(ground: Ground) -> str:
    """An account may have ten jobs that wait: more are refused."""
    token = ground.token("*", role="publisher")
    upload, _ = _sent(ground, token, _ACT)
    with ground.client(token) as client:
        count = ground.times(1_000, least=30)
        answers = [ask(client, ground.server.url, _PROPOSE, upload=upload) for _ in range(count)]
    return told_of(answer for answer in answers if codes_of(answer))


@attack("a publisher of another region uses and discards an upload", refused="OUT_OF_TERRITORY")
def others_upload(ground: Ground) -> str:
    """An upload is its sender's: to use or to discard another's needs the right over the country."""
    upload, _ = _sent(ground, ground.token("akm", role="publisher", subject="sender"), _ACT)
    other = ground.token("akm-akkol", role="publisher", subject="neighbour")
    return told_of([ground.ask(document, other, upload=upload) for document in (_PROPOSE, _DISCARD)])


@attack("a publisher has a ZIP bomb read by a job", refused="UNREADABLE_FILE")
def bomb(ground: Ground) -> str:
    """The job runs in a process of its own, and fails with a code."""
    content = inner_bomb(as_docx(_PRINTED), "word/document.xml", megabytes=ground.times(300, least=50))
    return _ended(ground, ground.token("*", role="publisher"), content, "act.docx")


@attack("the process of a job is killed again and again", refused="DIED")
def killed(ground: Ground) -> str:
    """The job fails after some attempts, and the store is unchanged."""
    return _ended(ground, ground.token("*", role="publisher"), _ACT, "act.txt", kills=True)


def _ended(ground: Ground, token: str, content: bytes, name: str, *, kills: bool = False) -> str:
    """Upload a file, run a job on it, and return its error code, DONE or NEVER_ENDED.

    `kills` kills the process of the job again and again.
    """
    upload, _ = _sent(ground, token, content, name)
    job = ground.ask(_PROPOSE, token, upload=upload)["data"]["actPropose"]["job"]["id"]
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        if kills:
            _kill_children(ground.pid)
        found = ground.ask(_JOB, token, id=job)["data"]["actJob"]
        if found["state"] in ("DONE", "FAILED"):
            return str((found["error"] or {"code": "DONE"})["code"])
        time.sleep(0.05)
    return "NEVER_ENDED"


def _kill_children(server: int) -> None:
    """Kill the processes in which a server runs its jobs."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes()
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"loaders.staging.job_child" in words and parent == server:
            os.kill(int(entry.name), signal.SIGKILL)
