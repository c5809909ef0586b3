# Varnish before Kense: a shared cache for what anybody may be given. Lines marked SITE are to be changed.
#
# The servers need KENSE_SHARED_CACHE_S=300 and KENSE_PURGE_URL=http://ADDRESS-OF-VARNISH/ . Start it with
#     varnishd -f /etc/varnish/kense.vcl -a :80 -s malloc,256m -p http_max_hdr=100

vcl 4.1;

backend kense { # SITE: the server, or the proxy before several
    .host = "10.0.0.11";
    .port = "8000";
    .probe = { .url = "/readyz?stale=ok"; .interval = 1s; .timeout = 2s; .threshold = 1; .window = 2; .initial = 1; }
}

acl purgers { # SITE: where the servers send from
    "127.0.0.1";
    "10.0.0.0"/24;
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ purgers || req.http.Cache-Tag !~ "^[A-Za-z0-9-]+$") {
            return (synth(405));
        }
        ban("obj.http.Cache-Tag ~ (^|,)" + req.http.Cache-Tag + "(,|$)");
        return (synth(200));
    }
    # Clients are told apart by this address only: the header that they sent is replaced.
    set req.http.X-Forwarded-For = client.ip;
    if (req.http.Upgrade ~ "(?i)websocket") {
        return (pipe);
    }
    if ((req.method != "GET" && req.method != "HEAD") || req.http.Authorization
        || req.http.Accept ~ "text/event-stream" || req.url ~ "^/(healthz|readyz|metrics)") {
        return (pass);
    }
    unset req.http.Cookie; # Kense sets none
    return (hash);
}

sub vcl_pipe {
    if (req.http.Upgrade) {
        set bereq.http.Upgrade = req.http.Upgrade;
        set bereq.http.Connection = "upgrade";
    }
}

sub vcl_backend_response {
    set beresp.grace = 0s; # nothing is given that is older than the server allows
    if (beresp.http.Cache-Control !~ "(s-maxage|max-age)=[1-9]") {
        set beresp.uncacheable = true;
        set beresp.ttl = 0s;
    }
    return (deliver);
}

sub vcl_deliver {
    unset resp.http.Cache-Tag;
    unset resp.http.Via;
}
