package io.katran.plugins.discovery.consul;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one discovery, {@code SERVICE.lookups} for instance. The second discovery of the
 * same service has {@code SERVICE-2.lookups}.
 */
final class Meters {
    final Counter lookups = new Counter();
    final Counter errors = new Counter();
    final Counter emptyAnswers = new Counter();
    volatile long lastIndex;
    volatile int reals;

    private final MetricRegistry registry;
    private final String service;
    private @Nullable String name;

    Meters(MetricRegistry registry, String service) {
        this.registry = registry;
        this.service = service;
    }

    void register() {
        // The registry is the plugin's, so all that register services in it do it here.
        synchronized (registry) {
            String free = freeName();
            name = free;
            registry.register(free + ".lookups", lookups);
            registry.register(free + ".errors", errors);
            registry.register(free + ".empty-answers", emptyAnswers);
            registry.register(free + ".last-index", (Gauge<Long>) () -> lastIndex);
            registry.register(free + ".reals", (Gauge<Integer>) () -> reals);
        }
    }

    void unregister() {
        synchronized (registry) {
            if (name != null) {
                String prefix = name + ".";
                name = null;
                registry.removeMatching((metric, ignored) -> metric.startsWith(prefix));
            }
        }
    }

    private String freeName() {
        Set<String> taken = registry.getNames();
        String free = service;
        for (int number = 2; taken.contains(free + ".lookups"); number++) {
            free = service + "-" + number;
        }
        return free;
    }
}
