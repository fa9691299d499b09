def handler(event, context):
    """Runs for changes of a table's items, in order for each key. From the first that it names as failed on they come again."""
    failures = []
    for change in event["events"]:
        data = change["data"]
        try:
            print(change["type"], data["key"], data.get("before"), "is now", data.get("after"))
        except Exception as problem:
            print(change["id"], problem)
            failures.append({"itemIdentifier": change["id"]})
    return {"batchItemFailures": failures}
