package io.katran.dataplane.model;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.RealFlags;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.control.Dataplane;
import io.katran.vectors.Frames;
import java.util.Arrays;
import java.util.Set;

/** A model with three VIPs and rings of seven slots, and packets to it. For tests to extend. */
abstract class SmallModel {
    static final String CLIENT = "192.0.2.1";
    static final String CLIENT6 = "2001:db8::1";
    static final String VIP = "10.200.1.1";
    static final String VIP6 = "fc00:1::1";
    static final String FOREIGN = "10.9.9.9";
    static final long SECOND = 1_000_000_000;

    static final int TCP_VIP = 0;
    static final int UDP_VIP = 1;
    static final int V6_VIP = 2;
    static final int OLD_RING = 0;
    static final int NEW_RING = 1;
    static final int OLD_REAL = 1;
    static final int NEW_REAL = 2;

    long nowNs = 100 * SECOND;
    ModelDataplane model = model(ModelSettings.DEFAULT);

    /**
     * VIPs with two reals each, all packets going to the first. Endpoint ids: those of VIP n begin
     * at 1 + 10 n.
     */
    static ModelDataplane model(ModelSettings settings) {
        ModelDataplane model = new ModelDataplane(new Dataplane.Capacity(8, 4, 7, 100), settings);
        model.setGatewayMac(MacAddress.parse("02:00:00:00:00:99"));
        model.writeRing(OLD_RING, new short[7]);
        short[] second = new short[7];
        Arrays.fill(second, (short) 1);
        model.writeRing(NEW_RING, second);
        add(model, TCP_VIP, VIP + ":80/tcp", "10.0.0.1", "10.0.0.2");
        add(model, UDP_VIP, VIP + ":80/udp", "10.0.0.1", "10.0.0.2");
        add(model, V6_VIP, "[" + VIP6 + "]:80/tcp", "fc00::1", "10.0.0.2");
        model.setVipAddresses(Set.of(IpAddress.parse(VIP), IpAddress.parse(VIP6)));
        return model;
    }

    static void add(ModelDataplane model, int vip, String key, String... reals) {
        int base = 1 + 10 * vip;
        model.writeEndpoints(
                base,
                Arrays.stream(reals)
                        .map(
                                real ->
                                        new Dataplane.Endpoint(
                                                IpAddress.parse(real), 1, vip, RealFlags.NONE))
                        .toList());
        model.publish(vip, OLD_RING, base, VipFlags.NONE);
        model.putVip(VipKey.parse(key), vip);
    }

    void moveRing(int vip, VipFlag... flags) {
        model.publish(vip, NEW_RING, 1 + 10 * vip, VipFlags.of(flags));
    }

    void flags(int vip, VipFlag... flags) {
        model.publish(vip, OLD_RING, 1 + 10 * vip, VipFlags.of(flags));
    }

    Verdict send(byte[] frame) {
        return send(frame, 0);
    }

    Verdict send(byte[] frame, int cpu) {
        return model.process(frame, nowNs, cpu);
    }

    static byte[] tcp(int flags) {
        return Frames.tcp(CLIENT, 5555, VIP, 80, flags);
    }

    static byte[] udp() {
        return Frames.udp(CLIENT, 5555, VIP, 80, 0);
    }

    static int positionOf(Verdict verdict) {
        return verdict.placement().orElseThrow().endpoint() % 10;
    }
}
