package io.katran.cli.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Connections by real, with weights and shares, one column a family. */
record ShareTable(List<LabNode> reals, Map<Service, Outcomes> outcomes) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(String.format("%-7s", "real"));
        for (Service service : outcomes.keySet()) {
            head.append(String.format(" | %-29s", service.family() + " " + name(service)));
        }
        lines.add(head.toString().stripTrailing());
        for (LabNode real : reals) {
            StringBuilder line = new StringBuilder(String.format("%-7s", real.name()));
            outcomes.forEach(
                    (service, result) -> line.append(" | ").append(cell(real, service, result)));
            lines.add(line.toString());
        }
        return lines;
    }

    private static String cell(LabNode real, Service service, Outcomes result) {
        Map<String, Integer> weights = service.weights();
        return String.format(
                "%5d = %4.1f %%, by weight %4.1f",
                result.of(real.name()),
                100 * result.share(real.name()),
                100 * Shares.expected(weights).get(real.name()));
    }

    private static String name(Service service) {
        String address = service.vip().getAddress().getHostAddress();
        return address.contains(":") ? Topology.VIP6 : address;
    }
}
