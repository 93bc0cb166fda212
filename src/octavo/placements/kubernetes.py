"""The site in Kubernetes: a Deployment for each part, names that calls find, and who may reach whom.

What the parts stand on (PostgreSQL, Redis, NATS, a bucket) is not made here: clusters have operators or
providers for it. Where it is stands in a Secret, beside the site's own.
"""

from typing import Any, Final
from urllib.parse import urlsplit

from octavo.placements import haproxy
from octavo.placements.parts import (
    CALLS,
    METRICS,
    PRIVATE,
    SERVER_NAME,
    WEB,
    Part,
    Plan,
    settings,
)
from octavo.placements.written import HEAD, documents

__all__ = ["files"]

_NAMESPACE: Final = "octavo"
_SETTINGS: Final = "octavo-settings"
_SECRET: Final = "octavo"  # noqa: S105 - its name
_WIRE: Final = "octavo-wire"
_FRONT: Final = "front"
_KEYS: Final = "/wire"
_OURS: Final = "app.kubernetes.io/part-of"
_NAME: Final = "app.kubernetes.io/name"
_COMPONENT: Final = "app.kubernetes.io/component"
_USER: Final = 1000  # as the image has it
_FRONT_USER: Final = 99  # as HAProxy's has it

Thing = dict[str, Any]


def files(plan: Plan) -> dict[str, str]:
    """Every file by its path below the folder."""
    made = {
        "namespace.yaml": [_namespace()],
        "settings.yaml": [_thing("v1", "ConfigMap", _SETTINGS, data=_settings(plan))],
        "network.yaml": _network(),
        "front.yaml": _front(plan),
        **{f"{part.name}.yaml": _part(part, plan) for part in plan.parts},
    }
    return {
        **{f"kubernetes/{name}": documents(things) for name, things in made.items()},
        "kubernetes/kustomization.yaml": documents([_kustomization(list(made))]),
        "kubernetes/secret.example.yaml": _SECRET_TEXT,
    }


def _thing(version: str, kind: str, name: str, *, labels: Thing | None = None, **rest: Any) -> Thing:
    metadata: Thing = {"name": name, "namespace": _NAMESPACE, "labels": {_OURS: "octavo", **(labels or {})}}
    if kind == "Namespace":
        del metadata["namespace"]
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **rest}


def _namespace() -> Thing:
    enforced = {"pod-security.kubernetes.io/enforce": "restricted"}
    return _thing("v1", "Namespace", _NAMESPACE, labels=enforced)


def _settings(plan: Plan) -> dict[str, str]:
    return {
        **settings(plan, template=f"{{service}}.{_NAMESPACE}.svc.cluster.local:{CALLS}"),
        "OCTAVO_WIRE_CERTIFICATE": f"{_KEYS}/tls.crt",
        "OCTAVO_WIRE_KEY": f"{_KEYS}/tls.key",
        "OCTAVO_WIRE_AUTHORITY": f"{_KEYS}/ca.crt",
        "OCTAVO_WIRE_SERVER_NAME": SERVER_NAME,
    }


def _labels(part: Part) -> dict[str, str]:
    return {_NAME: part.name, _COMPONENT: "edge" if part.is_edge else "service"}


def _part(part: Part, plan: Plan) -> list[Thing]:
    """Its Deployment, the name that leads to its pods, and how many of them may be away at once."""
    labels = _labels(part)
    selected = {"matchLabels": labels}
    port = {"name": "http", "port": WEB} if part.is_edge else {"name": "grpc", "port": CALLS}
    if not part.is_edge:
        port["appProtocol"] = "grpc"
    return [
        _thing(
            "apps/v1",
            "Deployment",
            part.name,
            labels=labels,
            spec={
                "replicas": part.instances,
                "selector": selected,
                "strategy": {
                    "type": "RollingUpdate",
                    "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0},
                },
                "template": {
                    "metadata": {"labels": {_OURS: "octavo", **labels}},
                    "spec": _pod(part, plan),
                },
            },
        ),
        # Without an address of its own: callers find every pod by the name, and take turns among them.
        _thing(
            "v1",
            "Service",
            part.name,
            labels=labels,
            spec={"clusterIP": "None", "selector": labels, "ports": [port]},
        ),
        _budget(part.name, labels),
    ]


def _budget(name: str, labels: Thing) -> Thing:
    spec = {"maxUnavailable": 1, "selector": {"matchLabels": labels}}
    return _thing("policy/v1", "PodDisruptionBudget", name, labels=labels, spec=spec)


def _pod(part: Part, plan: Plan) -> Thing:
    return {
        "automountServiceAccountToken": False,
        # They would be variables such as OCTAVO_…, which are settings here.
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": plan.kill_seconds,
        "securityContext": _for_pod(_USER),
        "topologySpreadConstraints": [
            {
                "maxSkew": 1,
                "topologyKey": "kubernetes.io/hostname",
                "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": _labels(part)},
            }
        ],
        "containers": [_container(part, plan)],
        "volumes": [
            {"name": "data", "emptyDir": {"sizeLimit": "8Gi"}},
            {"name": "tmp", "emptyDir": {"sizeLimit": "512Mi"}},
            {"name": "wire", "secret": {"secretName": _WIRE, "defaultMode": 0o440}},
        ],
    }


def _container(part: Part, plan: Plan) -> Thing:
    listen = () if part.is_edge else ("--listen", f"0.0.0.0:{CALLS}")
    kind, number = ("http", WEB) if part.is_edge else ("grpc", CALLS)
    port = {"name": kind, "containerPort": number}
    return {
        "name": "octavo",
        "image": plan.image,
        "args": ["octavo", *part.words, *listen],
        "envFrom": [{"configMapRef": {"name": _SETTINGS}}, {"secretRef": {"name": _SECRET}}],
        "ports": [port, {"name": "operator", "containerPort": METRICS}],
        "resources": {
            "requests": {"cpu": "50m", "memory": f"{part.mib_asked}Mi"},
            "limits": {"memory": f"{part.mib_most}Mi"},
        },
        # No preStop: a process that is told to stop goes on for OCTAVO_HTTP_NOTICE_SECONDS by itself.
        "startupProbe": _asked("/livez", every=2, patience=90),
        "readinessProbe": _asked("/readyz", every=2, patience=2),
        "livenessProbe": _asked("/livez", every=10, patience=6),
        "securityContext": _FOR_CONTAINER,
        "volumeMounts": [
            {"name": "data", "mountPath": "/data"},
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - the container's own
            {"name": "wire", "mountPath": _KEYS, "readOnly": True},
        ],
    }


def _asked(path: str, *, every: int, patience: int) -> Thing:
    """every: seconds. patience: how many bad answers in a row count."""
    asked = {"path": path, "port": "operator"}
    return {"httpGet": asked, "periodSeconds": every, "timeoutSeconds": 3, "failureThreshold": patience}


def _for_pod(user: int) -> Thing:
    return {
        "runAsNonRoot": True,
        "runAsUser": user,
        "runAsGroup": user,
        "fsGroup": user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


_FOR_CONTAINER: Final = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}


def _front(plan: Plan) -> list[Thing]:
    """HAProxy before the edges: it sends what is expensive to its own, as an Ingress could not."""
    labels = {_NAME: _FRONT, _COMPONENT: "front"}
    config = haproxy.config(
        haproxy.Front(
            bind=f"*:{WEB}",
            pools=tuple(haproxy.Pool(part.pool, (_server(part),)) for part in plan.edges),
            trusted=PRIVATE,
            resolver=haproxy.SYSTEM,
            drain_seconds=round(plan.drain_seconds),
        )
    )
    pod = {
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": plan.kill_seconds,
        "securityContext": _for_pod(_FRONT_USER),
        "containers": [
            {
                "name": "haproxy",
                "image": "haproxy:3.0-alpine",
                "ports": [{"name": "http", "containerPort": WEB}],
                # Until those who send it requests have heard that it stops; the image stops it softly.
                "lifecycle": {"preStop": {"exec": {"command": ["sleep", f"{plan.notice_seconds:g}"]}}},
                "readinessProbe": {"tcpSocket": {"port": "http"}, "periodSeconds": 2},
                "resources": {
                    "requests": {"cpu": "50m", "memory": "64Mi"},
                    "limits": {"memory": "512Mi"},
                },
                "securityContext": _FOR_CONTAINER,
                "volumeMounts": [{"name": "config", "mountPath": "/usr/local/etc/haproxy", "readOnly": True}],
            }
        ],
        "volumes": [{"name": "config", "configMap": {"name": "front"}}],
    }
    spec = {
        "replicas": 2,
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": {_OURS: "octavo", **labels}}, "spec": pod},
    }
    port = {"name": "http", "port": 80, "targetPort": "http"}
    return [
        _thing("v1", "ConfigMap", _FRONT, labels=labels, data={"haproxy.cfg": config}),
        _thing("apps/v1", "Deployment", _FRONT, labels=labels, spec=spec),
        _thing("v1", "Service", _FRONT, labels=labels, spec={"selector": labels, "ports": [port]}),
        _budget(_FRONT, labels),
        _ingress(plan),
    ]


def _server(part: Part) -> haproxy.Server:
    return haproxy.Server(part.name, f"{part.name}.{_NAMESPACE}.svc.cluster.local:{WEB}", most=20)


def _ingress(plan: Plan) -> Thing:
    host = urlsplit(plan.url).hostname or ""
    backend = {"service": {"name": _FRONT, "port": {"name": "http"}}}
    spec = {
        "tls": [{"hosts": [host], "secretName": "octavo-tls"}],
        "rules": [
            {"host": host, "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]}}
        ],
    }
    return _thing("networking.k8s.io/v1", "Ingress", "octavo", spec=spec)


def _network() -> list[Thing]:
    """Who may reach whom: nobody anybody, but for these. What leaves is not restricted."""
    return [
        _allowed("nobody", {_OURS: "octavo"}, []),
        # Every process follows what the others purge, and asks them for what they keep of a person.
        _allowed("calls", {_COMPONENT: "service"}, [_from_pods({_OURS: "octavo"}, CALLS)]),
        _allowed("pages", {_COMPONENT: "edge"}, [_from_pods({_COMPONENT: "front"}, WEB)]),
        _allowed("readers", {_COMPONENT: "front"}, [{"ports": [{"port": WEB, "protocol": "TCP"}]}]),
        _allowed(
            "metrics",
            {_OURS: "octavo"},
            [
                {
                    "from": [
                        {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
                    ],
                    "ports": [{"port": METRICS, "protocol": "TCP"}],
                }
            ],
        ),
    ]


def _allowed(name: str, labels: Thing, rules: list[Thing]) -> Thing:
    spec = {"podSelector": {"matchLabels": labels}, "policyTypes": ["Ingress"], "ingress": rules}
    return _thing("networking.k8s.io/v1", "NetworkPolicy", name, spec=spec)


def _from_pods(labels: Thing, port: int) -> Thing:
    return {
        "from": [{"podSelector": {"matchLabels": labels}}],
        "ports": [{"port": port, "protocol": "TCP"}],
    }


def _kustomization(names: list[str]) -> Thing:
    return {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "resources": names,
    }


_SECRET_TEXT: Final = (
    HEAD
    + f"""\
# Copy it, set what is empty, apply the copy; it belongs in no repository. Keys may be added: all of them
# become settings.
apiVersion: v1
kind: Secret
metadata:
  name: {_SECRET}
  namespace: {_NAMESPACE}
type: Opaque
stringData:
  OCTAVO_SECRET: ""  # 32 letters and more, such as `openssl rand -base64 36` makes
  OCTAVO_DATABASE_URL: ""  # postgresql://user:password@host/octavo
  OCTAVO_DATABASE_REPLICAS: ""  # of the same form, with commas between them; empty: none
  OCTAVO_CACHE_URL: ""  # redis://…, or redis+cluster://…,…
  OCTAVO_EVENTS_URL: ""  # nats://…, of a cluster with commas
  OCTAVO_FILES_URL: ""  # s3://bucket/prefix?region=…
  OCTAVO_SEARCH_URL: ""  # https://… of an OpenSearch; empty: an index in the pod, made anew at each start
  AWS_ACCESS_KEY_ID: ""
  AWS_SECRET_ACCESS_KEY: ""
"""
)
