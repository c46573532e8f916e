package io.katran.cli.ctl;

import io.katran.api.RealFlags;
import io.katran.thrift.Real;
import io.katran.thrift.Vip;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** The lines of the historic Go client, which scripts read. */
final class TextPrinter implements Printer {
    private final PrintWriter out;

    TextPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void say(String line) {
        print("%s", line);
    }

    @Override
    public void mac(String mac) {
        print("Mac address is %s", mac);
    }

    @Override
    public void vips(List<ListedVip> vips) {
        print("vips len %d", vips.size());
        for (ListedVip listed : vips) {
            Vip vip = listed.vip();
            print(
                    "VIP: %20s Port: %6d Protocol: %s",
                    vip.getAddress(), vip.getPort(), ListedVip.protocol(vip));
            print("Vip's flags: %s", FlagNames.historicText(listed.flags()));
            listed.reals().forEach(this::real);
        }
    }

    private void real(Real real) {
        print(
                "%-20s weight: %d flags: %s",
                " ->" + real.getAddress(),
                Integer.toUnsignedLong(real.getWeight()),
                FlagNames.historicText(RealFlags.ofWire(real.getFlags())));
    }

    @Override
    public void serverIds(List<ServerId> ids) {
        print("printing address to quic's connection id mapping");
        ids.forEach(id -> print("real: %20s = connection id: %6d", id.address(), id.id()));
    }

    @Override
    public void marks(List<Mark> marks) {
        marks.forEach(mark -> print("somark: %10d addr: %10s", mark.mark(), mark.address()));
    }

    @Override
    public void vipRates(SortedMap<Vip, Rate> rates) {
        rates.forEach(
                (vip, rate) ->
                        print(
                                "vip: %16s : %8d pkts/sec %8d bytes/sec",
                                key(vip), rate.v1(), rate.v2()));
    }

    /** As the historic clients name a VIP here: without brackets. */
    private static String key(Vip vip) {
        return vip.getAddress() + ":" + vip.getPort() + ":" + ListedVip.protocol(vip);
    }

    @Override
    public void total(Rate rate) {
        print("summary: %d pkts/sec %d bytes/sec", rate.v1(), rate.v2());
    }

    @Override
    public void flowTable(FlowTableRate rate) {
        print(
                "summary: %d pkts/sec. lru hit: %.2f%% lru miss: %.2f%%"
                        + " (tcp syn: %.2f%% tcp non-syn: %.2f%% udp: %.2f%%)"
                        + " fallback lru hit: %d pkts/sec",
                rate.packets(),
                rate.hitPercent(),
                rate.missPercent(),
                rate.synPercent(),
                rate.nonSynPercent(),
                rate.udpPercent(),
                rate.fallback());
    }

    @Override
    public void tooBig(Rate rate) {
        print("ICMP \"packet too big\": v4 %d pkts/sec v6: %d pkts/sec", rate.v1(), rate.v2());
    }

    @Override
    public boolean isBroken() {
        return out.checkError();
    }

    @Override
    public void end() {
        print("exiting");
    }

    /** Each line at once: statistics may be read through a pipe while they run. */
    private void print(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
