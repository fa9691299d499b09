def handler(event, context):
    """Runs for each event that is published on a topic."""
    print(event["type"], "of", event["source"], event.get("data"))
    return {"seen": event["id"]}
