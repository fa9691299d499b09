from datetime import datetime, timezone


def handler(event, context):
    print("called with", event)
    name = (event or {}).get("name", "world")
    return {"greeting": f"Hello, {name}!", "at": datetime.now(timezone.utc).isoformat()}
