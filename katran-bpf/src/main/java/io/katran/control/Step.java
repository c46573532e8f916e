package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import io.katran.api.VipKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One thing that the applier does to the data path. The text is for people. */
sealed interface Step {

    record SetGatewayMac(MacAddress mac) implements Step {
        @Override
        public String toString() {
            return "send to gateway " + mac;
        }
    }

    record RemoveVip(VipKey key) implements Step {
        @Override
        public String toString() {
            return "stop taking packets for " + key;
        }
    }

    /** Says that a VIP number stands for nothing. */
    record Unpublish(int vip) implements Step {
        @Override
        public String toString() {
            return "publish nothing for VIP number " + vip;
        }
    }

    /** Waits until no packet is under way that saw what was published before. */
    record Settle() implements Step {
        @Override
        public String toString() {
            return "wait for packets under way";
        }
    }

    record EraseEndpoints(int firstId, int count) implements Step {
        @Override
        public String toString() {
            return "erase endpoints " + new Region(firstId, count);
        }
    }

    record PurgeFlows(Set<Integer> ids, Set<Integer> vips) implements Step {
        @Override
        public String toString() {
            return "forget the flows of "
                    + ids.size()
                    + " endpoints"
                    + (vips.isEmpty() ? "" : " and of VIP numbers " + vips);
        }
    }

    record WriteEndpoints(Tenant tenant, int firstId, List<Dataplane.Endpoint> endpoints)
            implements Step {
        @Override
        public String toString() {
            return "write endpoints " + new Region(firstId, endpoints.size()) + " of " + tenant;
        }
    }

    record PutServerIds(Map<Integer, Dataplane.Server> ids) implements Step {
        @Override
        public String toString() {
            return "route by " + ids.size() + " server ids";
        }
    }

    record RemoveServerIds(Set<Integer> ids) implements Step {
        @Override
        public String toString() {
            return "stop routing by " + ids.size() + " server ids";
        }
    }

    /** Writes a ring into a spare slot, unless the published one is the same, and publishes. */
    record Publish(VipKey key, int vip, Word word) implements Step {
        @Override
        public String toString() {
            String ring =
                    word.ring()
                            .map(r -> r.hash().configName() + " over " + r.seats().size())
                            .orElse("no");
            return "publish " + ring + " reals at " + word.regionBase() + " for " + key;
        }
    }

    record PutVip(VipKey key, int vip) implements Step {
        @Override
        public String toString() {
            return "take packets for " + key + " as VIP number " + vip;
        }
    }

    record SetVipAddresses(Set<IpAddress> addresses) implements Step {
        @Override
        public String toString() {
            return "take " + addresses.size() + " addresses as ours";
        }
    }
}
