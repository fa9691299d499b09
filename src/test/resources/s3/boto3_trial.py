"""What AWS's library for Python does with S3, against the endpoint in AWS_ENDPOINT. Prints "done"."""
import hashlib
import io
import os
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT"])
MIB = 1024 * 1024


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        assert e.response["Error"]["Code"] == code, e
    else:
        raise AssertionError("not refused: " + code)


s3.create_bucket(Bucket="boto")
refused("BucketAlreadyOwnedByYou", s3.create_bucket, Bucket="boto")
assert "boto" in [b["Name"] for b in s3.list_buckets()["Buckets"]]
s3.head_bucket(Bucket="boto")
refused("404", s3.head_bucket, Bucket="nowhere")

s3.put_object(Bucket="boto", Key="a b/ü+?#.txt", Body=b"hello", ContentType="text/plain", Metadata={"age": "7"})
got = s3.get_object(Bucket="boto", Key="a b/ü+?#.txt")
assert got["Body"].read() == b"hello"
assert got["Metadata"] == {"age": "7"} and got["ContentType"] == "text/plain"
assert s3.get_object(Bucket="boto", Key="a b/ü+?#.txt", Range="bytes=1-2")["Body"].read() == b"el"
refused("NoSuchKey", s3.get_object, Bucket="boto", Key="none")
refused("PreconditionFailed", s3.get_object, Bucket="boto", Key="a b/ü+?#.txt", IfMatch='"x"')

for algorithm in ("CRC32", "SHA1", "SHA256"):
    s3.put_object(Bucket="boto", Key=algorithm, Body=b"hello", ChecksumAlgorithm=algorithm)
    head = s3.head_object(Bucket="boto", Key=algorithm, ChecksumMode="ENABLED")
    assert head["Checksum" + algorithm], head
    assert s3.get_object(Bucket="boto", Key=algorithm, ChecksumMode="ENABLED")["Body"].read() == b"hello"

large = os.urandom(12 * MIB + 5)
s3.upload_fileobj(io.BytesIO(large), "boto", "large", Config=TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB))
back = io.BytesIO()
s3.download_fileobj("boto", "large", back)
assert hashlib.sha256(back.getvalue()).digest() == hashlib.sha256(large).digest()
assert s3.head_object(Bucket="boto", Key="large")["ETag"].endswith('-3"')
s3.copy({"Bucket": "boto", "Key": "large"}, "boto", "copied", Config=TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB))
assert s3.head_object(Bucket="boto", Key="copied")["ContentLength"] == len(large)
s3.copy_object(Bucket="boto", Key="again", CopySource={"Bucket": "boto", "Key": "large"})

upload = s3.create_multipart_upload(Bucket="boto", Key="never")["UploadId"]
s3.upload_part(Bucket="boto", Key="never", UploadId=upload, PartNumber=1, Body=b"x")
assert len(s3.list_parts(Bucket="boto", Key="never", UploadId=upload)["Parts"]) == 1
assert [u["UploadId"] for u in s3.list_multipart_uploads(Bucket="boto")["Uploads"]] == [upload]
s3.abort_multipart_upload(Bucket="boto", Key="never", UploadId=upload)
refused("NoSuchUpload", s3.list_parts, Bucket="boto", Key="never", UploadId=upload)

for version in ("s3", "s3v4"):  # the second version of signatures, and the fourth
    signer = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT"], config=Config(signature_version=version))
    put = signer.generate_presigned_url("put_object", Params={"Bucket": "boto", "Key": "signed/" + version})
    urllib.request.urlopen(urllib.request.Request(put, data=b"by address", method="PUT", headers={"Content-Type": ""})).close()
    get = signer.generate_presigned_url("get_object", Params={"Bucket": "boto", "Key": "signed/" + version, "ResponseContentType": "text/x"})
    with urllib.request.urlopen(get) as answer:
        assert answer.read() == b"by address" and answer.headers["Content-Type"] == "text/x"

pages = s3.get_paginator("list_objects_v2").paginate(Bucket="boto", PaginationConfig={"PageSize": 2})
keys = [o["Key"] for page in pages for o in page.get("Contents", [])]
assert keys == sorted(keys, key=lambda k: k.encode()) and "a b/ü+?#.txt" in keys and len(keys) == 9, keys
folders = s3.list_objects_v2(Bucket="boto", Delimiter="/")
assert [p["Prefix"] for p in folders["CommonPrefixes"]] == ["a b/", "signed/"]
assert s3.get_bucket_versioning(Bucket="boto").get("Status") is None
assert s3.get_bucket_location(Bucket="boto")["LocationConstraint"] is None
refused("NoSuchBucketPolicy", s3.get_bucket_policy, Bucket="boto")

refused("BucketNotEmpty", s3.delete_bucket, Bucket="boto")
deleted = s3.delete_objects(Bucket="boto", Delete={"Objects": [{"Key": key} for key in keys]})
assert len(deleted["Deleted"]) == 9 and "Errors" not in deleted, deleted
s3.delete_bucket(Bucket="boto")
print("done")
