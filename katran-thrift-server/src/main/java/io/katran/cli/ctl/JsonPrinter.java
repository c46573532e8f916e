package io.katran.cli.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.api.RealFlags;
import io.katran.thrift.Real;
import io.katran.thrift.Vip;
import java.io.PrintWriter;
import java.util.List;
import java.util.SortedMap;

/** One JSON document a line, for what is found; of what is done the exit status tells. */
final class JsonPrinter implements Printer {
    private static final String PACKETS = "packets-per-second";
    private static final String BYTES = "bytes-per-second";

    private final PrintWriter out;

    JsonPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void say(String line) {
        // for people
    }

    @Override
    public boolean isBroken() {
        return out.checkError();
    }

    @Override
    public void end() {
        // the document is complete
    }

    @Override
    public void mac(String mac) {
        print(object().put("mac", mac));
    }

    @Override
    public void vips(List<ListedVip> vips) {
        ObjectNode document = object();
        ArrayNode list = document.putArray("vips");
        for (ListedVip listed : vips) {
            ObjectNode vip = identity(listed.vip());
            list.add(vip);
            FlagNames.configNames(listed.flags()).forEach(vip.putArray("flags")::add);
            vip.put("bits", Integer.toUnsignedLong(listed.flags().bits()));
            ArrayNode reals = vip.putArray("reals");
            listed.reals().forEach(real -> reals.add(real(real)));
        }
        print(document);
    }

    private static ObjectNode real(Real wire) {
        ObjectNode real = object().put("address", wire.getAddress());
        real.put("weight", Integer.toUnsignedLong(wire.getWeight()));
        RealFlags flags = RealFlags.ofWire(wire.getFlags());
        FlagNames.configNames(flags).forEach(real.putArray("flags")::add);
        return real.put("bits", wire.getFlags());
    }

    private static ObjectNode identity(Vip vip) {
        return object().put("address", vip.getAddress())
                .put("port", vip.getPort())
                .put("protocol", ListedVip.protocol(vip));
    }

    @Override
    public void serverIds(List<ServerId> ids) {
        ObjectNode document = object();
        ArrayNode list = document.putArray("server-ids");
        ids.forEach(id -> list.addObject().put("id", id.id()).put("real", id.address()));
        print(document);
    }

    @Override
    public void marks(List<Mark> marks) {
        ObjectNode document = object();
        ArrayNode list = document.putArray("health-check-marks");
        marks.forEach(m -> list.addObject().put("mark", m.mark()).put("real", m.address()));
        print(document);
    }

    @Override
    public void vipRates(SortedMap<Vip, Rate> rates) {
        ObjectNode document = object();
        ArrayNode list = document.putArray("vips");
        rates.forEach((vip, rate) -> list.add(withTraffic(identity(vip), rate)));
        print(document);
    }

    @Override
    public void total(Rate rate) {
        print(withTraffic(object(), rate));
    }

    private static ObjectNode withTraffic(ObjectNode node, Rate rate) {
        return node.put(PACKETS, rate.v1()).put(BYTES, rate.v2());
    }

    @Override
    public void flowTable(FlowTableRate rate) {
        print(
                object().put(PACKETS, rate.packets())
                        .put("hit-percent", rate.hitPercent())
                        .put("miss-percent", rate.missPercent())
                        .put("miss-tcp-syn-percent", rate.synPercent())
                        .put("miss-tcp-other-percent", rate.nonSynPercent())
                        .put("miss-udp-percent", rate.udpPercent())
                        .put("fallback-packets-per-second", rate.fallback()));
    }

    @Override
    public void tooBig(Rate rate) {
        print(object().put("v4-per-second", rate.v1()).put("v6-per-second", rate.v2()));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private void print(JsonNode document) {
        out.println(document);
        out.flush();
    }
}
