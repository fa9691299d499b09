import hashlib
import io
import os

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

s3 = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
MIB = 1024 * 1024


def handler(event, context):
    try:
        return act(event)
    except ClientError as e:
        return {"refused": e.response["Error"]["Code"]}


def act(event):
    if event["act"] == "read":
        return {"read": s3.get_object(Bucket="inside", Key="given")["Body"].read().decode()}
    s3.put_object(Bucket="inside", Key="made/small", Body=b"by a function", Metadata={"by": "it"})
    large = os.urandom(11 * MIB)
    parts = TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB, max_concurrency=2)
    s3.upload_fileobj(io.BytesIO(large), "inside", "made/large", Config=parts)
    back = io.BytesIO()
    s3.download_fileobj("inside", "made/large", back, Config=parts)
    return {
        "same": hashlib.sha256(back.getvalue()).digest() == hashlib.sha256(large).digest(),
        "by": s3.head_object(Bucket="inside", Key="made/small")["Metadata"]["by"],
        "keys": [each["Key"] for each in s3.list_objects_v2(Bucket="inside")["Contents"]],
    }
