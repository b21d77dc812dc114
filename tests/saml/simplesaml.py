"""SimpleSAMLphp, from the system's packages, as an identity provider that does what a test tells it to."""

import json
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urljoin

import httpx
from bs4 import BeautifulSoup

from app.saml.pairs import body_of, new_pair
from tests.waiting import until

INSTALLED = Path("/usr/share/simplesamlphp")
PEOPLE = {
    "anna": {"uid": ["anna"], "mail": ["anna@north.example"], "displayName": ["Anna Ek"]},
    "bo": {"uid": ["bo"], "mail": ["bo@north.example"], "displayName": ["Bo Ek"]},
    "eve": {"uid": ["eve"], "mail": ["eve@elsewhere.example"], "displayName": ["Eve"]},
}
CONFIG = """<?php
$config = [
    'baseurlpath' => '%(origin)s/simplesaml/',
    'certdir' => __DIR__ . '/../cert/',
    'metadatadir' => __DIR__ . '/metadata/',
    'loggingdir' => __DIR__ . '/../log/', 'datadir' => __DIR__ . '/../data/', 'tempdir' => __DIR__ . '/../tmp',
    'secretsalt' => 'a salt for tests', 'auth.adminpassword' => 'not-used-here-123', 'timezone' => 'UTC',
    'logging.handler' => 'file', 'logging.level' => 4,
    'enable.saml20-idp' => true, 'store.type' => 'phpsession',
    'session.cookie.secure' => false, 'session.phpsession.cookiename' => 'SimpleSAML',
    'module.enable' => ['exampleauth' => true, 'saml' => true, 'core' => true],
    'metadata.sources' => [['type' => 'flatfile'], ['type' => 'xml', 'file' => __DIR__ . '/../services.xml']],
    'language.default' => 'en',
];
"""
SOURCES = """<?php
$people = json_decode(file_get_contents(__DIR__ . '/../people.json'), true);
$config = ['people' => ['exampleauth:UserPass']];
foreach ($people as $name => $attributes) { $config['people']["$name:any"] = $attributes; }
"""
HOSTED = """<?php
$as = json_decode(file_get_contents(__DIR__ . '/../../as.json'), true);
$metadata['%(entity)s'] = array_merge([
    'host' => '__DEFAULT__', 'privatekey' => 'idp.key', 'certificate' => 'idp.crt', 'auth' => 'people',
    'attributes.NameFormat' => 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri',
    'saml20.sign.response' => true, 'saml20.sign.assertion' => true,
    'redirect.validate' => true, 'validate.authnrequest' => true,
    'authproc' => [
        2 => ['class' => 'saml:PersistentNameID', 'attribute' => 'uid'],
        3 => ['class' => 'saml:TransientNameID'],
        50 => ['class' => 'core:AttributeMap',
            'mail' => 'urn:oid:0.9.2342.19200300.100.1.3', 'displayName' => 'urn:oid:2.16.840.1.113730.3.1.241',
            'eduPersonPrincipalName' => 'urn:oid:1.3.6.1.4.1.5923.1.1.1.6',
            'eduPersonScopedAffiliation' => 'urn:oid:1.3.6.1.4.1.5923.1.1.1.9',
            'subject-id' => 'urn:oasis:names:tc:SAML:attribute:subject-id'],
    ],
], $as);
"""


def why_not():
    """What is missing on this machine, or nothing."""
    wanted = {"php": shutil.which("php"), "simplesamlphp": INSTALLED.is_dir(), "xmlsec1": shutil.which("xmlsec1")}
    missing = [name for name, found in wanted.items() if not found]
    return f"needs the system packages: {', '.join(missing)}" if missing else ""


class Provider:
    """`entity_id`, `metadata()`, and what it is told: `knows` services, does things `as_` a test wants them."""

    def __init__(self, folder, origin):
        self.folder, self.origin = folder, origin
        self.entity_id = f"{origin}/simplesaml/saml2/idp/metadata.php"
        self.pair = new_pair("provider")
        self._write()

    def _write(self):
        for name in ("config/metadata", "cert", "log", "data", "tmp", "sessions", "www"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "www" / "simplesaml").symlink_to(INSTALLED / "www")
        (self.folder / "config/config.php").write_text(CONFIG % {"origin": self.origin})
        (self.folder / "config/authsources.php").write_text(SOURCES)
        (self.folder / "config/metadata/saml20-idp-hosted.php").write_text(HOSTED % {"entity": self.entity_id})
        self.signs_with(self.pair)
        self.behaves()
        self.has(PEOPLE)
        self.knows()

    def signs_with(self, pair):
        (self.folder / "cert/idp.key").write_text(pair.key)
        (self.folder / "cert/idp.crt").write_text(pair.certificate)

    def behaves(self, **options):
        (self.folder / "as.json").write_text(json.dumps(options))

    def has(self, people):
        (self.folder / "people.json").write_text(json.dumps(people))

    def knows(self, *metadata):
        """The services it knows, each by its own metadata."""
        inner = "".join(one.partition("?>")[2] for one in metadata)
        (self.folder / "services.xml").write_text(
            f'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">{inner}</md:EntitiesDescriptor>'
        )

    def metadata(self):
        return httpx.get(self.entity_id).raise_for_status().content

    @property
    def certificate(self):
        return body_of(self.pair.certificate)

    def log(self):
        files = sorted((self.folder / "log").glob("*"))
        return "".join(one.read_text() for one in files)


class Person:
    """A browser at the provider."""

    def __init__(self):
        self.world = httpx.Client(follow_redirects=True)

    def close(self):
        self.world.close()

    def proves(self, address, name="anna", fields=None):
        """Sign in; returns what the provider then has the browser post, and where to."""
        answer = self.world.post(address, data=fields) if fields else self.world.get(address)
        for _ in range(5):
            form = BeautifulSoup(answer.text, "html.parser").find(
                "form", method=lambda value: (value or "").lower() == "post"
            )
            assert form, f"no form: {BeautifulSoup(answer.text, 'html.parser').get_text(' ', strip=True)[:600]}"
            values = {field["name"]: field.get("value", "") for field in form.select("input[name], button[name]")}
            if "SAMLResponse" in values:
                return form["action"], {key: values[key] for key in ("SAMLResponse", "RelayState") if key in values}
            values |= {"username": name, "password": "any"}
            answer = self.world.post(urljoin(str(answer.url), form.get("action") or ""), data=values)
        raise AssertionError("the provider never came to an end")

    def begins_there(self, provider, service, name="anna"):
        asked = urlencode({"spentityid": service})
        return self.proves(f"{provider.origin}/simplesaml/saml2/idp/SSOService.php?{asked}", name)


@contextmanager
def running(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    provider = Provider(folder, origin)
    started = subprocess.Popen(
        [
            "php", "-d", "display_errors=0", "-d", f"session.save_path={folder / 'sessions'}",
            "-d", f"error_log={folder}/log/php.log", "-S", f"127.0.0.1:{port}", "-t", str(folder / "www"),
        ],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "SIMPLESAMLPHP_CONFIG_DIR": str(folder / "config")},
    )  # fmt: skip
    try:
        _wait_for(port)
        yield provider
    finally:
        started.terminate()
        started.wait()


def _wait_for(port):
    def answers():
        with socket.socket() as knock:
            knock.settimeout(1)
            return knock.connect_ex(("127.0.0.1", port)) == 0

    until(answers, "the provider did not start")
