package io.katran.dataplane.model;

import static io.katran.vectors.Frames.ACK;
import static io.katran.vectors.Frames.RST;
import static io.katran.vectors.Frames.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.katran.api.IpAddress;
import io.katran.api.RealFlags;
import io.katran.api.VipFlag;
import io.katran.control.Dataplane;
import io.katran.vectors.Frames;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which flows are remembered, where, and for how long. */
class ModelFlowsTest extends SmallModel {
    @Test
    void keep_their_real_when_the_ring_changes_until_the_next_syn() {
        send(tcp(SYN));
        moveRing(TCP_VIP);

        assertThat(positionOf(send(tcp(ACK)))).isEqualTo(OLD_REAL);
        assertThat(positionOf(send(tcp(SYN | ACK)))).isEqualTo(NEW_REAL);
        assertThat(positionOf(send(tcp(ACK)))).isEqualTo(NEW_REAL);
    }

    @Test
    void are_found_in_the_table_of_another_cpu_and_copied() {
        model = model(ModelSettings.DEFAULT.toBuilder().cpus(4).build());
        send(tcp(SYN), 3);
        moveRing(TCP_VIP);

        Verdict first = send(tcp(ACK), 1);
        Verdict second = send(tcp(ACK), 1);

        assertThat(positionOf(first)).isEqualTo(OLD_REAL);
        assertThat(first.placement()).map(Placement::source).contains(Placement.Source.PEER_TABLE);
        assertThat(first.events()).contains(Event.PEER_HIT).doesNotContain(Event.RING_PICK);
        assertThat(second.placement()).map(Placement::source).contains(Placement.Source.TABLE);
    }

    @Test
    void of_other_cpus_are_not_asked_for_a_syn() {
        model = model(ModelSettings.DEFAULT.toBuilder().cpus(2).build());
        send(tcp(SYN), 0);
        moveRing(TCP_VIP);

        assertThat(positionOf(send(tcp(SYN), 1))).isEqualTo(NEW_REAL);
    }

    @Test
    void that_two_other_cpus_know_follow_the_younger_entry() {
        model = model(ModelSettings.DEFAULT.toBuilder().cpus(3).build());
        send(tcp(SYN), 0);
        nowNs += SECOND;
        moveRing(TCP_VIP);
        send(tcp(SYN), 1);

        assertThat(positionOf(send(tcp(ACK), 2))).isEqualTo(NEW_REAL);
    }

    @Test
    void of_udp_expire_on_every_cpu() {
        model = model(ModelSettings.DEFAULT.toBuilder().cpus(2).build());
        send(udp(), 0);
        moveRing(UDP_VIP);
        nowNs += 30 * SECOND;
        assertThat(positionOf(send(udp(), 0))).isEqualTo(OLD_REAL);
        nowNs += 30 * SECOND + 1;

        Verdict late = send(udp(), 1);

        assertThat(positionOf(late)).isEqualTo(NEW_REAL);
        assertThat(send(udp(), 0).events()).contains(Event.FLOW_EXPIRED, Event.PEER_HIT);
    }

    @Test
    void of_cpus_without_a_table_share_one() {
        send(tcp(SYN), 7);
        moveRing(TCP_VIP);

        Verdict verdict = send(tcp(ACK), 9);

        assertThat(positionOf(verdict)).isEqualTo(OLD_REAL);
        assertThat(verdict.events()).contains(Event.FALLBACK_TABLE);
    }

    @Test
    void are_placed_anew_when_their_endpoint_is_erased_or_given_to_another_vip() {
        send(tcp(ACK));
        send(udp());
        moveRing(TCP_VIP);
        moveRing(UDP_VIP);
        model.eraseEndpoints(1, 1);
        model.writeEndpoints(
                11,
                List.of(
                        new Dataplane.Endpoint(
                                IpAddress.parse("10.0.0.1"), 1, TCP_VIP, RealFlags.NONE)));

        assertThat(send(tcp(ACK)).events()).contains(Event.FLOW_STALE, Event.RING_PICK);
        assertThat(send(udp()).events()).contains(Event.FLOW_STALE, Event.RING_PICK);
    }

    @Test
    void are_forgotten_by_endpoint() {
        send(tcp(SYN));
        send(udp());

        assertThat(model.purgeFlows(Set.of(1, 99), Set.of())).isEqualTo(1);
        moveRing(TCP_VIP);
        moveRing(UDP_VIP);

        assertThat(positionOf(send(tcp(ACK)))).isEqualTo(NEW_REAL);
        assertThat(positionOf(send(udp()))).isEqualTo(OLD_REAL);
    }

    @Test
    void used_longest_ago_make_room() {
        model = model(ModelSettings.DEFAULT.toBuilder().tableEntries(2).build());
        send(Frames.tcp(CLIENT, 1, VIP, 80, SYN));
        send(Frames.tcp(CLIENT, 2, VIP, 80, SYN));
        send(Frames.tcp(CLIENT, 1, VIP, 80, ACK));
        send(Frames.tcp(CLIENT, 3, VIP, 80, SYN));
        moveRing(TCP_VIP);

        assertThat(positionOf(send(Frames.tcp(CLIENT, 1, VIP, 80, ACK)))).isEqualTo(OLD_REAL);
        assertThat(positionOf(send(Frames.tcp(CLIENT, 2, VIP, 80, ACK)))).isEqualTo(NEW_REAL);
    }

    @Test
    void above_the_limit_of_a_second_are_sent_but_not_remembered() {
        model = model(ModelSettings.DEFAULT.toBuilder().newFlowLimit(2).build());
        for (int port = 1; port <= 2; port++) {
            assertThat(send(Frames.tcp(CLIENT, port, VIP, 80, SYN)).events())
                    .doesNotContain(Event.FLOW_LIMIT);
        }
        Verdict third = send(Frames.tcp(CLIENT, 3, VIP, 80, SYN));
        assertThat(third.exit()).isEqualTo(Exit.TX_VIP);
        assertThat(third.events()).contains(Event.FLOW_LIMIT);
        moveRing(TCP_VIP);
        assertThat(positionOf(send(Frames.tcp(CLIENT, 3, VIP, 80, ACK)))).isEqualTo(NEW_REAL);
        nowNs += SECOND + 1;

        assertThat(send(Frames.tcp(CLIENT, 4, VIP, 80, SYN)).events())
                .doesNotContain(Event.FLOW_LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"NO_LRU", "DPORT_HASH"})
    void of_vips_without_memory_follow_the_ring_and_cost_no_budget(VipFlag flag) {
        model = model(ModelSettings.DEFAULT.toBuilder().newFlowLimit(0).build());
        flags(TCP_VIP, flag);
        assertThat(send(tcp(SYN)).events()).doesNotContain(Event.FLOW_LIMIT);
        moveRing(TCP_VIP, flag);

        assertThat(positionOf(send(tcp(ACK)))).isEqualTo(NEW_REAL);
    }

    @Test
    void are_not_begun_by_a_reset() {
        send(tcp(RST));
        moveRing(TCP_VIP);

        assertThat(positionOf(send(tcp(ACK)))).isEqualTo(NEW_REAL);
    }

    @Test
    void of_one_client_to_two_vips_do_not_mix() {
        add(model, 3, VIP + ":0/tcp", "10.0.0.3", "10.0.0.4");
        add(model, 4, "10.200.1.2:0/tcp", "10.0.0.5", "10.0.0.6");
        send(Frames.tcp(CLIENT, 5555, VIP, 8080, SYN));

        Verdict verdict = send(Frames.tcp(CLIENT, 5555, "10.200.1.2", 8080, ACK));

        assertThat(verdict.placement()).map(Placement::vip).contains(4);
        assertThat(verdict.events()).contains(Event.RING_PICK);
    }
}
