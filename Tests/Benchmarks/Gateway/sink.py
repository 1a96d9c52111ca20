"""SMSGate for the benchmark: an nginx that answers immediately, over HTTP and HTTPS.

An answer contains the id of the message. nginx knows the body of a request only while it forwards it, so it forwards it
to itself, in a header field.
"""
import shutil
import subprocess
import time

PORTS = {"http": 8080, "https": 8443, "inner": 8081}
START_LIMIT = 30

CONFIGURATION = r"""
worker_processes 1;
worker_rlimit_nofile 4096;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.errors;
events {{ worker_connections 2048; }}
http {{
    log_format requests '$msec $request_method $status $phone_number';
    access_log {folder}/requests requests;
    default_type application/json;
    client_body_temp_path {folder}/nginx-body;
    client_max_body_size 2m;
    client_body_buffer_size 64k;
    map $http_x_body $message_id {{
        default x;
        '~"id":"(?<id>[^"]+)"' $id;
    }}
    map $request_body $phone_number {{
        default -;
        '~"phoneNumbers":\s*\["(?<number>[^"]+)"' $number;
    }}
    upstream inner {{
        server 127.0.0.1:{inner};
        keepalive 32;
    }}
    server {{
        listen 127.0.0.1:{inner};
        access_log off;
        large_client_header_buffers 4 64k;
        location / {{
            return 202 '{{"id":"$message_id","deviceId":"y","state":"Pending","isHashed":false,"isEncrypted":false,"recipients":[]}}';
        }}
    }}
    server {{
        listen 127.0.0.1:{http};
        listen 127.0.0.1:{https} ssl;
        ssl_certificate {folder}/server.pem;
        ssl_certificate_key {folder}/server.key;
        location / {{
            if ($request_method = GET) {{ return 404 '{{"message":"record not found"}}'; }}
            proxy_pass http://inner;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header X-Body $request_body;
        }}
    }}
}}
"""


class Sink:
    def __init__(self, folder):
        self.folder = folder
        self.requests = folder / "requests"

    def __enter__(self):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        # Mounts made here are not visible elsewhere.
        subprocess.run(["mount", "--make-rprivate", "/"], check=True)
        self._make_certificate()
        self._add_to_system_certificates(self.folder / "ca.pem")
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, **PORTS))
        self._nginx = subprocess.Popen(["/usr/sbin/nginx", "-c", configuration, "-e", self.folder / "nginx.errors"])
        deadline = time.monotonic() + START_LIMIT
        while subprocess.run(["curl", "-sko", "/dev/null", self.url("https")]).returncode != 0:
            if time.monotonic() > deadline or self._nginx.poll() is not None:
                raise RuntimeError(f"nginx does not start: {(self.folder / 'nginx.errors').read_text()}")
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        self._nginx.terminate()
        self._nginx.wait()
        subprocess.run(["umount", "--lazy", "/etc/ssl/certs"], check=True)

    def url(self, scheme):
        return f"{scheme}://127.0.0.1:{PORTS[scheme]}"

    def count(self, method):
        """The number of requests with `method` so far."""
        return self.requests.read_text().count(f" {method} ")

    def position(self):
        """The position from which posts() returns future requests."""
        return self.requests.stat().st_size

    def posts(self, position):
        """The POSTs after `position`, and the position after them. Each POST is the time of its answer, in s since
        1970, and its phone number."""
        with open(self.requests, "rb") as requests:
            requests.seek(position)
            text = requests.read()
        lines = text[:text.rfind(b"\n") + 1]
        fields = [line.split() for line in lines.decode().splitlines()]
        return [(float(time), number) for time, method, _, number in fields if method == "POST"], position + len(lines)

    def _make_certificate(self):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
        openssl("req", "-x509", *key, "-subj", "/CN=Benchmark CA", "-addext",
                "keyUsage=critical,keyCertSign", "-keyout", "ca.key", "-out", "ca.pem")
        openssl("req", *key[:-2], "-subj", "/CN=127.0.0.1", "-keyout", "server.key", "-out", "server.csr")
        (self.folder / "server.ext").write_text("subjectAltName=IP:127.0.0.1\nauthorityKeyIdentifier=keyid\n")
        openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
                "-extfile", "server.ext", "-out", "server.pem")

    def _add_to_system_certificates(self, certificate):
        """Adds it to a copy as update-ca-certificates(8) does: to the bundle, and by its hash to the folder."""
        copy = self.folder / "certs"
        shutil.copytree("/etc/ssl/certs", copy, symlinks=True)
        with open(copy / "ca-certificates.crt", "a") as bundle:
            bundle.write(certificate.read_text())
        name = subprocess.run(
            ["openssl", "x509", "-hash", "-noout", "-in", certificate], check=True, capture_output=True, text=True)
        shutil.copy(certificate, copy / f"{name.stdout.strip()}.0")
        subprocess.run(["mount", "--bind", copy, "/etc/ssl/certs"], check=True)
