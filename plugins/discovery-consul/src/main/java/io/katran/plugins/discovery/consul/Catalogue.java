package io.katran.plugins.discovery.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Puts one question to Consul: which instances has the service? Not thread-safe. */
final class Catalogue {
    private final ConsulSettings settings;
    private final SharedClients clients;
    private final ScheduledExecutorService scheduler;
    private final String question;
    private @Nullable HttpClient client;

    Catalogue(ConsulSettings settings, SharedClients clients, ScheduledExecutorService scheduler) {
        this.settings = settings;
        this.clients = clients;
        this.scheduler = scheduler;
        this.question = question(settings);
    }

    /**
     * Asks without blocking.
     *
     * @param index 0 for an answer at once; else the answer comes when there is something newer
     *     than this, or when the waiting time is over
     * @return is cancelled if the answer is not there, whole, within {@link #patience}
     * @throws IOException if it could not be asked: a file is missing
     */
    CompletableFuture<HttpResponse<byte[]>> ask(long index) throws IOException {
        if (client == null) {
            client = clients.acquire(settings.ca());
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request(index), head -> new BoundedBody());
        // The timeout of a request in the JDK ends with the head of the answer; this one does not.
        Future<?> deadline =
                scheduler.schedule(
                        () -> answer.cancel(true), patience(index).toNanos(), NANOSECONDS);
        answer.whenComplete((done, failure) -> deadline.cancel(false));
        return answer;
    }

    /** How long an answer may take: Consul spreads the ends of waits over a sixteenth more. */
    Duration patience(long index) {
        Duration wait = settings.maxWait();
        return index == 0
                ? settings.timeout()
                : wait.plus(wait.dividedBy(16)).plus(settings.timeout());
    }

    void close() {
        if (client != null) {
            client = null;
            clients.release(settings.ca());
        }
    }

    private HttpRequest request(long index) throws IOException {
        String uri = question;
        if (index > 0) {
            uri += "&index=" + index + "&wait=" + settings.maxWait().toMillis() + "ms";
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        Token.of(settings).ifPresent(token -> request.header("X-Consul-Token", token));
        return request.build();
    }

    private static String question(ConsulSettings settings) {
        StringBuilder uri = new StringBuilder(settings.address().toString());
        uri.append("/v1/health/service/").append(encoded(settings.service()));
        uri.append(settings.passingOnly() ? "?passing=1" : "?passing=0");
        settings.tags().forEach(tag -> uri.append("&tag=").append(encoded(tag)));
        settings.datacenter().ifPresent(name -> uri.append("&dc=").append(encoded(name)));
        settings.filter().ifPresent(filter -> uri.append("&filter=").append(encoded(filter)));
        return uri.append(settings.stale() ? "&stale" : "").toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
