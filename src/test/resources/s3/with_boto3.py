"""Packs a handler and AWS's library for Python, as far as S3 needs it: with_boto3.py HANDLER TARGET.zip"""
import importlib
import os
import sys
import zipfile

SERVICES = {"s3"}

with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
    target.write(sys.argv[1], "app.py")
    for name in ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six"):
        module = importlib.import_module(name)
        if os.path.basename(module.__file__) != "__init__.py":
            target.write(module.__file__, os.path.basename(module.__file__))
            continue
        root = os.path.dirname(module.__file__)
        for folder, folders, files in os.walk(root):
            inside = os.path.relpath(folder, root)
            if inside == "data":
                folders[:] = [each for each in folders if each in SERVICES]
            folders[:] = [each for each in folders if each not in ("__pycache__", "examples")]
            for file in files:
                target.write(os.path.join(folder, file), os.path.normpath(os.path.join(name, inside, file)))
