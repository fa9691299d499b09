import json


def handler(event, context):
    """The event itself, or an HTTP request that carries it."""
    return {"hello": (json.loads(event["body"]) if "body" in event else event)["name"]}
