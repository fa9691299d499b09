def handler(event, context):
    """Runs for records of a topic of Kafka, in order within a partition. From the first that it names as failed on they come again."""
    failures = []
    for each in event["events"]:
        data = each["data"]
        try:
            print(data["topic"], data["partition"], data["offset"], data.get("key"), data.get("value"))
        except Exception as problem:
            print(each["id"], problem)
            failures.append({"itemIdentifier": each["id"]})
    return {"batchItemFailures": failures}
