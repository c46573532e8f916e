package io.katran.plugins.discovery.consul;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The HTTP clients of all discoveries: one for each file of authorities, and one for those without.
 * A client lives as long as somebody uses it; the JDK ends its thread some time after.
 */
final class SharedClients {
    private final Map<Optional<Path>, HttpClient> clients = new HashMap<>();
    private final Map<Optional<Path>, Integer> users = new HashMap<>();

    synchronized HttpClient acquire(Optional<Path> ca) throws IOException {
        HttpClient client = clients.get(ca);
        if (client == null) {
            client = create(ca);
            clients.put(ca, client);
        }
        users.merge(ca, 1, Integer::sum);
        return client;
    }

    synchronized void release(Optional<Path> ca) {
        if (users.merge(ca, -1, Integer::sum) == 0) {
            users.remove(ca);
            clients.remove(ca);
        }
    }

    synchronized int size() {
        return clients.size();
    }

    private static HttpClient create(Optional<Path> ca) throws IOException {
        // HTTP/1.1, because the offer to go on with HTTP/2 that a client makes otherwise is of no
        // use to an agent; no proxy, because the agent is next door.
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(HttpClient.Builder.NO_PROXY);
        if (ca.isPresent()) {
            builder.sslContext(trusting(ca.get()));
        }
        return builder.build();
    }

    private static SSLContext trusting(Path ca) throws IOException {
        try (InputStream file = Files.newInputStream(ca)) {
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int number = 0;
            for (Certificate authority :
                    CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                authorities.setCertificateEntry("ca-" + number++, authority);
            }
            if (number == 0) {
                throw new IOException("no certificate in it");
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException("ca " + ca + ": cannot be used: " + e, e);
        }
    }
}
