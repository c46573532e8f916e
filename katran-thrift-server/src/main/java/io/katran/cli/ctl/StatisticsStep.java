package io.katran.cli.ctl;

import io.katran.thrift.KatranService;
import io.katran.thrift.Stats;
import io.katran.thrift.Vip;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.thrift.TException;

/**
 * Prints what counters grew by, again and again. The first line comes after one interval, so that
 * it is a rate as all others are.
 */
final class StatisticsStep implements Step {
    /** What is printed. */
    enum View {
        PER_VIP,
        SUM,
        FLOW_TABLE,
        TOO_BIG
    }

    private final View view;
    private final Duration interval;
    private final long count;
    private final Pacer pacer;

    /**
     * @param count how many times; {@link Long#MAX_VALUE} does not end
     */
    StatisticsStep(View view, Duration interval, long count, Pacer pacer) {
        this.view = view;
        this.interval = interval;
        this.count = count;
        this.pacer = pacer;
    }

    @Override
    public void run(KatranService.Iface server, Printer out) throws TException {
        Sample before = sample(server);
        long next = before.nanoTime;
        for (long i = 0; i < count && !out.isBroken(); i++) {
            next += interval.toNanos();
            pacer.sleepUntil(next);
            Sample now = sample(server);
            print(before, now, out);
            before = now;
        }
    }

    /**
     * Counters as they were.
     *
     * @param vips packets and bytes by VIP
     * @param globals the counters that have no VIP, in an order of the view's own
     */
    private record Sample(long nanoTime, Map<Vip, Stats> vips, List<Stats> globals) {}

    private Sample sample(KatranService.Iface server) throws TException {
        long now = pacer.nanoTime();
        return switch (view) {
            case PER_VIP, SUM -> new Sample(now, vips(server), List.of());
            case FLOW_TABLE ->
                    new Sample(
                            now,
                            Map.of(),
                            List.of(
                                    server.getLruStats(),
                                    server.getLruMissStats(),
                                    server.getLruFallbackStats()));
            case TOO_BIG -> new Sample(now, Map.of(), List.of(server.getIcmpTooBigStats()));
        };
    }

    private static Map<Vip, Stats> vips(KatranService.Iface server) throws TException {
        Map<Vip, Stats> vips = new HashMap<>();
        for (Vip vip : server.getAllVips()) {
            vips.put(vip, server.getStatsForVip(vip));
        }
        return vips;
    }

    private void print(Sample before, Sample now, Printer out) {
        switch (view) {
            case PER_VIP -> out.vipRates(rates(before, now));
            case SUM ->
                    out.total(
                            rates(before, now).values().stream()
                                    .reduce(new Rate(0, 0), Rate::plus));
            case FLOW_TABLE ->
                    out.flowTable(
                            FlowTableRate.of(
                                    global(0, before, now),
                                    global(1, before, now),
                                    global(2, before, now)));
            case TOO_BIG -> out.tooBig(global(0, before, now));
        }
    }

    private static Rate global(int index, Sample before, Sample now) {
        return Rate.between(
                before.globals.get(index), now.globals.get(index), now.nanoTime - before.nanoTime);
    }

    /** A VIP has a rate from the second time that it is seen. */
    private static SortedMap<Vip, Rate> rates(Sample before, Sample now) {
        SortedMap<Vip, Rate> rates = new TreeMap<>(ListedVip.ORDER);
        now.vips.forEach(
                (vip, stats) -> {
                    Stats old = before.vips.get(vip);
                    if (old != null) {
                        rates.put(vip, Rate.between(old, stats, now.nanoTime - before.nanoTime));
                    }
                });
        return rates;
    }
}
