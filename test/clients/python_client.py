"""What a program on Python's client does at a cluster; says what it saw as JSON. Its argument is the kubeconfig."""
import json
import sys

from kubernetes import client, config, dynamic, utils, watch

config.load_kube_config(sys.argv[1])
core = client.CoreV1Api()
apps = client.AppsV1Api()
seen = {}

template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "nginx"}]}}
spec = {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}, "template": template}
deployment = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}
utils.create_from_dict(client.ApiClient(), deployment)

for event in watch.Watch().stream(apps.list_namespaced_deployment, "default", timeout_seconds=30):
    if event["object"].status.available_replicas == 2:
        break
pods = core.list_namespaced_pod("default", label_selector="app=web").items
seen["pods"] = [pod.status.phase for pod in pods]
seen["owner"] = sorted({owner.kind for pod in pods for owner in pod.metadata.owner_references})

patched = apps.patch_namespaced_deployment("web", "default", {"spec": {"replicas": 3}})
seen["patched"] = patched.spec.replicas
scaled = apps.patch_namespaced_deployment_scale("web", "default", {"spec": {"replicas": 1}})
seen["scaled"] = scaled.spec.replicas

for name in ["a", "b", "c"]:
    meta = client.V1ObjectMeta(name=name, labels={"page": "yes"})
    core.create_namespaced_config_map("default", client.V1ConfigMap(metadata=meta, data={"key": name}))
pages, token = [], None
while True:
    page = core.list_namespaced_config_map("default", label_selector="page", limit=2, _continue=token)
    pages.append([item.metadata.name for item in page.items])
    token = page.metadata._continue
    if not token:
        break
seen["pages"] = pages

version = core.list_namespaced_config_map("default").metadata.resource_version
core.delete_collection_namespaced_config_map("default", label_selector="page")
told = []
for event in watch.Watch().stream(
    core.list_namespaced_config_map, "default", label_selector="page", resource_version=version, timeout_seconds=30
):
    told.append(f"{event['type']} {event['object'].metadata.name}")
    if len(told) == 3:
        break
seen["told"] = told

try:
    core.read_namespaced_pod("nope", "default")
except client.ApiException as error:
    seen["missing"] = [error.status, json.loads(error.body)["message"]]
try:
    core.create_namespaced_pod("default", {"metadata": {"name": "Bad_Name"}, "spec": {"containers": []}})
except client.ApiException as error:
    seen["invalid"] = [error.status, json.loads(error.body)["reason"]]

kinds = dynamic.DynamicClient(client.ApiClient())
secrets = kinds.resources.get(api_version="v1", kind="Secret")
secrets.create(namespace="default", body={"metadata": {"name": "s"}, "stringData": {"key": "value"}})
seen["dynamic"] = secrets.get(name="s", namespace="default").data.key

seen["deleted"] = apps.delete_namespaced_deployment("web", "default").status
seen["version"] = client.VersionApi().get_code().git_version.rsplit(".", 1)[0]
print(json.dumps(seen))
