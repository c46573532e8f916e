package io.katran.control.settings;

import com.typesafe.config.ConfigFactory;
import io.katran.api.IpAddress;
import io.katran.api.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code katran.server-ids}. */
final class ServerIdsReader {
    private ServerIdsReader() {}

    static Map<Integer, IpAddress> read(
            SettingsReader root, LimitSettings limits, ServerIdSettings routing) {
        int highest = routing.wide() ? Integer.MAX_VALUE : limits.maxServerIds();
        Map<Integer, IpAddress> ids = new LinkedHashMap<>();
        for (SettingsReader block : root.blocks("server-ids", ConfigFactory.empty())) {
            int id = block.integer("id", 1, highest);
            IpAddress real = block.address("real");
            if (block.clean() && ids.putIfAbsent(id, real) != null) {
                block.problem("id", id + " is listed twice");
            }
        }
        if (ids.size() > limits.maxServerIds()) {
            root.problem(
                    "server-ids",
                    ids.size() + " are more than limits.max-server-ids = " + limits.maxServerIds());
        }
        return ids;
    }
}
