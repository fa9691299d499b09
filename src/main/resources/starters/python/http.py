import json


def handler(event, context):
    """Answers requests to the function's URL: /?name=Ada, or a POST with a body."""
    http = event.get("requestContext", {}).get("http", {})
    name = (event.get("queryStringParameters") or {}).get("name", "world")
    print(http.get("method"), http.get("path"))
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"greeting": f"Hello, {name}!", "sent": event.get("body")}),
    }
