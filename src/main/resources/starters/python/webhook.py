import base64


def handler(event, context):
    """Runs for each webhook whose signature was right: the sender has its answer already."""
    data = event["data"]
    text = base64.b64decode(data["body"]) if data.get("isBase64Encoded") else data["body"]
    print(event.get("subject"), data["headers"].get("content-type"), text)
    return {"seen": event["id"]}
