def handler(event, context):
    """Runs for rows that change in a database of yours, in order. What it names as failed comes again."""
    failures = []
    for each in event["events"]:
        data = each["data"]
        try:
            print(data["op"], data["source"].get("table"), data.get("before"), "is now", data.get("after"))
        except Exception as problem:
            print(each["id"], problem)
            failures.append({"itemIdentifier": each["id"]})
    return {"batchItemFailures": failures}
