package io.katran.cli.ctl;

import io.katran.thrift.Vip;
import java.util.List;
import java.util.SortedMap;

/** Writes what an action did or found. */
interface Printer {
    /** Progress or success, for people. */
    void say(String line);

    void mac(String mac);

    void vips(List<ListedVip> vips);

    void serverIds(List<ServerId> ids);

    void marks(List<Mark> marks);

    /** Packets and bytes by VIP, in the order of the map. */
    void vipRates(SortedMap<Vip, Rate> rates);

    /** Packets and bytes of all VIPs. */
    void total(Rate rate);

    void flowTable(FlowTableRate rate);

    /** "Packet too big" messages for IPv4 and IPv6. */
    void tooBig(Rate rate);

    /** Whether the reader is gone: what is printed reaches nobody. */
    boolean isBroken();

    /** The action is done. */
    void end();
}
