"""Attachments on S3, as the configuration describes them, against a real S3 server on this machine."""

from uuid import uuid4

import boto3
import pytest
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from careline.config import translated
from careline.config.configuration import load
from careline.core import health
from careline.core.files import ContentLost, read, store

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(tmp_path, settings):
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"aws_access_key_id": "ours", "aws_secret_access_key": "secret", "region_name": "eu-central-1"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", **keys)
    name = f"desk-{uuid4().hex}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    chosen = load(
        {
            "CARELINE_HOME": str(tmp_path),
            "CARELINE_FILES": "s3",
            "CARELINE_S3_BUCKET": name,
            "CARELINE_S3_PREFIX": "careline",
            "CARELINE_S3_REGION": "eu-central-1",
            "CARELINE_S3_ENDPOINT": f"http://{host}:{port}",
            "CARELINE_S3_ACCESS_KEY": "ours",
            "CARELINE_S3_SECRET_KEY": "secret",
        },
        folder=tmp_path,
    )
    settings.STORAGES = settings.STORAGES | {"default": translated.file_storage(chosen)}
    yield lambda: [each["Key"] for each in client.list_objects_v2(Bucket=name).get("Contents", [])]
    server.stop()


def test_a_file_is_kept_once_below_the_prefix_and_comes_back(bucket):
    first, second = store(b"a photograph", "image/jpeg"), store(b"a photograph", "image/jpeg")
    assert first.pk == second.pk
    assert read(first) == b"a photograph"
    assert bucket() == [f"careline/{first.sha256[:2]}/{first.sha256[2:4]}/{first.sha256}"]


def test_a_file_that_is_gone_is_said_to_be_lost(bucket):
    kept = store(b"gone soon", "text/plain")
    default_storage.delete(f"{kept.sha256[:2]}/{kept.sha256[2:4]}/{kept.sha256}")
    with pytest.raises(ContentLost):
        read(kept)


def test_the_health_check_writes_reads_and_leaves_nothing(bucket):
    health.check_files()
    assert bucket() == []
