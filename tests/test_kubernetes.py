"""The manifests in deploy/kubernetes agree with each other, with the settings, and with what the image is."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from model.program_files import PROGRAM
from model.settings import Environment, Settings

FOLDER = PROGRAM / "deploy" / "kubernetes"
TEXTS = {file.name: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.yaml"))}
KUSTOMIZATION: dict[str, Any] = yaml.safe_load(TEXTS["kustomization.yaml"])
MANIFESTS: list[dict[str, Any]] = [
    manifest
    for name, text in TEXTS.items()
    if name != "kustomization.yaml"
    for manifest in yaml.safe_load_all(text)
]


def manifest(kind: str, name: str = "kense") -> dict[str, Any]:
    """The one manifest of a kind and a name."""
    (match,) = (each for each in MANIFESTS if (each["kind"], each["metadata"]["name"]) == (kind, name))
    return match


SERVER: dict[str, Any] = manifest("Deployment")["spec"]["template"]
LOAD: dict[str, Any] = manifest("Job", "kense-load")["spec"]["template"]
PODS = {"server": SERVER, "load": LOAD}


def container(pod: dict[str, Any]) -> dict[str, Any]:
    """The only container of a pod."""
    (only,) = pod["spec"]["containers"]
    return dict(only)


def literals() -> dict[str, str]:
    """The settings of the servers, from the generated map."""
    (generated,) = KUSTOMIZATION["configMapGenerator"]
    assert container(SERVER)["envFrom"] == [{"configMapRef": {"name": generated["name"]}}]
    return dict(literal.split("=", 1) for literal in generated["literals"])


def selects(selector: dict[str, str], pod: dict[str, Any]) -> bool:
    """Whether the labels of a selector are among those of a pod or a service."""
    return bool(selector) and selector.items() <= pod["metadata"]["labels"].items()


def test_every_file_is_applied_and_no_name_is_given_twice() -> None:
    assert sorted(KUSTOMIZATION["resources"]) == sorted(TEXTS.keys() - {"kustomization.yaml"})
    names = Counter((each["apiVersion"], each["kind"], each["metadata"]["name"]) for each in MANIFESTS)
    assert set(names.values()) == {1}
    assert KUSTOMIZATION["namespace"] == manifest("Namespace")["metadata"]["name"]


def test_every_setting_is_known() -> None:
    named = set(re.findall(r"KENSE_\w+", "".join(TEXTS.values())))
    assert len(named) > 8
    assert named <= set(
        re.findall(r"^\| `(KENSE_\w+)` \|", (PROGRAM / "docs" / "settings.md").read_text("utf-8"), re.M)
    )


def test_a_server_takes_the_settings(tmp_path: Path) -> None:
    settings = Settings.from_environment({**literals(), "KENSE_HOME": str(tmp_path)})
    assert settings.environment is Environment.PRODUCTION
    assert settings.public_url == f"https://{settings.hosts[0]}"
    assert settings.trusted_proxies
    assert settings.workers == 1


def test_ports_agree() -> None:
    ports = {port["name"]: port["containerPort"] for port in container(SERVER)["ports"]}
    command = container(SERVER)["command"]
    assert command[:2] == ["kense", "serve"]
    assert command[command.index("--port") + 1] == str(ports["http"])
    assert literals()["KENSE_METRICS_ADDRESS"] == f"0.0.0.0:{ports['metrics']}"
    service = {port["name"]: port["targetPort"] for port in manifest("Service")["spec"]["ports"]}
    assert service == {name: name for name in ports}
    let_in = [rule["ports"][0]["port"] for rule in manifest("NetworkPolicy")["spec"]["ingress"]]
    assert let_in == ["http", "metrics"]
    (endpoint,) = manifest("ServiceMonitor")["spec"]["endpoints"]
    assert (endpoint["port"], endpoint["path"]) == ("metrics", "/metrics")


def test_probes_ask_what_the_server_answers_while_its_database_is_away() -> None:
    paths = {
        probe: container(SERVER)[f"{probe}Probe"]["httpGet"] for probe in ("startup", "liveness", "readiness")
    }
    assert {get["port"] for get in paths.values()} == {"http"}
    assert paths["startup"]["path"] == paths["liveness"]["path"] == "/healthz"
    assert paths["readiness"]["path"] == "/readyz?stale=ok"


def test_a_server_is_not_killed_before_it_has_finished() -> None:
    (command,) = container(SERVER)["lifecycle"]["preStop"].values()
    word, seconds = command["command"]
    assert word == "sleep"
    needed = int(seconds) + float(literals()["KENSE_DRAIN_S"])
    assert SERVER["spec"]["terminationGracePeriodSeconds"] >= needed + 5


def test_selectors_find_the_servers_and_nothing_else() -> None:
    service = manifest("Service")
    spread = [rule["labelSelector"]["matchLabels"] for rule in SERVER["spec"]["topologySpreadConstraints"]]
    for selector in (
        manifest("Deployment")["spec"]["selector"]["matchLabels"],
        manifest("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        service["spec"]["selector"],
        *spread,
    ):
        assert selects(selector, SERVER)
        assert not selects(selector, LOAD)
    assert selects(manifest("ServiceMonitor")["spec"]["selector"]["matchLabels"], service)
    target = manifest("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
    assert target == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "kense"}
    # Applying the deployment again must not undo what the autoscaler set.
    assert "replicas" not in manifest("Deployment")["spec"]


def test_servers_and_the_job_alone_reach_the_database() -> None:
    policy, database = manifest("NetworkPolicy")["spec"], manifest("NetworkPolicy", "kense-db")["spec"]
    assert all(selects(policy["podSelector"]["matchLabels"], pod) for pod in PODS.values())
    assert sorted(policy["policyTypes"]) == ["Egress", "Ingress"]
    cluster = {"cnpg.io/cluster": manifest("Cluster", "kense-db")["metadata"]["name"]}
    assert policy["egress"][0]["to"] == [{"podSelector": {"matchLabels": cluster}}]
    assert database["podSelector"]["matchLabels"] == cluster
    assert database["ingress"][0]["from"] == [{"podSelector": policy["podSelector"]}]


@pytest.mark.parametrize("name", PODS)
def test_pods_are_not_root_and_write_nothing_but_to_tmp(name: str) -> None:
    pod = PODS[name]["spec"]
    (user,) = re.findall(r"^USER (\d+)$", (PROGRAM / "Dockerfile").read_text("utf-8"), re.M)
    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": int(user),
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    assert pod["automountServiceAccountToken"] is False
    assert container(PODS[name])["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container(PODS[name])["volumeMounts"] == [{"name": "tmp", "mountPath": "/tmp"}]
    assert [volume["name"] for volume in pod["volumes"] if "emptyDir" in volume] == ["tmp"]
    assert container(PODS[name])["image"] in {image["name"] for image in KUSTOMIZATION["images"]}
    assert {"requests", "limits"} <= container(PODS[name])["resources"].keys()


def role_and_host(url: str) -> tuple[str, str]:
    """Role and host of a database URL without a password."""
    match = re.fullmatch(r"postgresql\+psycopg://(\w+)@([\w-]+):5432/kense", url)
    assert match is not None, url
    return match[1], match[2]


def secret_of(pod: dict[str, Any]) -> str:
    """The secret that a pod takes the password of its role from."""
    (secret,) = (each["valueFrom"] for each in container(pod)["env"] if each["name"] == "PGPASSWORD")
    assert secret["secretKeyRef"]["key"] == "password"
    return str(secret["secretKeyRef"]["name"])


def test_who_serves_is_not_who_owns() -> None:
    cluster = manifest("Cluster", "kense-db")
    (serving,) = cluster["spec"]["managed"]["roles"]
    owner = cluster["spec"]["bootstrap"]["initdb"]["owner"]
    name = cluster["metadata"]["name"]
    (url,) = (each["value"] for each in container(LOAD)["env"] if each["name"] == "KENSE_DATABASE_URL")
    assert role_and_host(url) == (owner, f"{name}-rw")
    # The operator names the owner's secret after the cluster.
    assert secret_of(LOAD) == f"{name}-app"
    assert role_and_host(literals()["KENSE_DATABASE_URL"]) == (serving["name"], f"{name}-rw")
    assert role_and_host(literals()["KENSE_READ_URL"]) == (serving["name"], f"{name}-ro")
    assert secret_of(SERVER) == serving["passwordSecret"]["name"]
    assert owner != serving["name"]


def test_the_job_does_what_compose_does() -> None:
    services = yaml.safe_load((PROGRAM / "docker-compose.yml").read_text("utf-8"))["services"]
    assert container(LOAD)["command"] == services["load"]["command"]


def test_an_acknowledged_change_is_on_two_disks() -> None:
    spec = manifest("Cluster", "kense-db")["spec"]
    assert spec["instances"] == 3
    assert spec["postgresql"]["synchronous"] == {"method": "any", "number": 1, "dataDurability": "required"}
    assert spec["affinity"]["podAntiAffinityType"] == "required"


def test_the_rules_of_prometheus_find_the_job() -> None:
    label = manifest("ServiceMonitor")["spec"]["jobLabel"]
    job = manifest("Service")["metadata"]["labels"][label]
    rules = (PROGRAM / "deploy" / "prometheus" / "alerts.yaml").read_text("utf-8")
    assert f'job="{job}"' in rules


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not here")
def test_kustomize_builds_all_of_it_with_the_named_settings_and_image() -> None:
    command = ["kubectl", "kustomize", str(FOLDER)]
    built = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    kinds = Counter(each["kind"] for each in yaml.safe_load_all(built))
    assert kinds == Counter([*(each["kind"] for each in MANIFESTS), "ConfigMap"])
    server = next(each for each in yaml.safe_load_all(built) if each["kind"] == "Deployment")
    (only,) = server["spec"]["template"]["spec"]["containers"]
    (image,) = KUSTOMIZATION["images"]
    assert only["image"] == f"{image['newName']}:{image['newTag']}"
    assert re.fullmatch(r"kense-settings-\w{10}", only["envFrom"][0]["configMapRef"]["name"])
