package io.katran.control;

import static io.katran.control.Rig.ip;
import static io.katran.control.Rig.real;
import static io.katran.control.Rig.reals;
import static io.katran.control.Rig.vip;
import static io.katran.control.Rig.vipWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.katran.api.ErrorCode;
import io.katran.api.HashFunction;
import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.MacAddress;
import io.katran.api.Owner;
import io.katran.api.Real;
import io.katran.api.RealChange;
import io.katran.api.RealFlags;
import io.katran.api.Vip;
import io.katran.api.VipFlag;
import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EditsTest {
    private static final VipKey V6 = VipKey.parse("[fc00::1]:80/tcp");
    private static final RealFlags OTHER = new RealFlags(4);

    private final Edits edits = new Edits(new Limits(3, 6, 64, 100, 100));
    private DesiredState state = DesiredState.empty(Rig.MAC);

    private void apply(Edit... all) {
        for (Edit edit : all) {
            state = edit.apply(state);
        }
    }

    private void assertRefused(ErrorCode code, Edit edit, String... words) {
        assertThatThrownBy(() -> edit.apply(state))
                .satisfies(e -> assertThat(List.of(words)).allMatch(e.getMessage()::contains))
                .asInstanceOf(type(KatranException.class))
                .extracting(KatranException::code)
                .isEqualTo(code);
    }

    private static ConfiguredVip configured(Vip vip) {
        return new ConfiguredVip(vip, "katran.conf:7", false, Optional.empty());
    }

    private static ConfiguredVip discovered(int i) {
        return new ConfiguredVip(vipWith(i, List.of()), "katran.conf:9", true, Optional.empty());
    }

    private Map<IpAddress, Integer> weights(int i) {
        return state.vips().get(vip(i)).weights();
    }

    @Nested
    class Vips {
        @Test
        void are_kept_in_the_order_in_which_they_were_added() {
            apply(edits.addVip(vipWith(3, List.of())), edits.addVip(vipWith(1, List.of())));
            apply(edits.changeHash(vip(3), HashFunction.MAGLEV_V2));

            assertThat(state.vips().keySet()).containsExactly(vip(3), vip(1));
        }

        @Test
        void cannot_be_added_twice() {
            apply(edits.addVip(vipWith(1, List.of())));

            assertRefused(
                    ErrorCode.VIP_EXISTS, edits.addVip(vipWith(1, reals(1, 1))), "10.200.1.1:80");
        }

        @Test
        void are_limited_in_number() {
            apply(
                    edits.addVip(vipWith(1, List.of())),
                    edits.addVip(vipWith(2, List.of())),
                    edits.addVip(vipWith(3, List.of())));

            assertRefused(
                    ErrorCode.TOO_MANY_VIPS,
                    edits.addVip(vipWith(4, List.of())),
                    "katran.limits.max-vips (3)");
        }

        @Test
        void must_exist_to_be_changed() {
            List<Edit> all =
                    List.of(
                            edits.removeVip(vip(1)),
                            edits.changeVipFlags(vip(1), VipFlags.NONE, true),
                            edits.changeHash(vip(1), HashFunction.MAGLEV),
                            edits.changeReals(vip(1), List.of()),
                            edits.setReals(vip(1), List.of()),
                            edits.setDiscoveredReals(vip(1), List.of()),
                            edits.drain(vip(1), ip(1)),
                            edits.undrain(vip(1), ip(1)));

            all.forEach(edit -> assertRefused(ErrorCode.VIP_UNKNOWN, edit, "10.200.1.1:80/tcp"));
        }

        @Test
        void change_the_flags_named_and_no_others() {
            apply(edits.addVip(Vip.builder(vip(1)).flags(new VipFlags(0x10001)).build()));
            apply(edits.changeVipFlags(vip(1), VipFlags.of(VipFlag.QUIC), true));
            assertThat(state.vips().get(vip(1)).flags()).isEqualTo(new VipFlags(0x10005));

            apply(edits.changeVipFlags(vip(1), new VipFlags(1), false));
            assertThat(state.vips().get(vip(1)).flags()).isEqualTo(new VipFlags(0x10004));
        }
    }

    @Nested
    class Reals {
        @Test
        void of_an_ipv6_vip_are_ipv6() {
            Vip vip = Vip.builder(V6).real(real(1)).build();
            assertRefused(
                    ErrorCode.FAMILY_MISMATCH, edits.addVip(vip), "[fc00::1]:80/tcp", "10.0.0.1");

            apply(edits.addVip(Vip.builder(V6).real(Real.of("fc00::2", 1)).build()));
            assertRefused(ErrorCode.FAMILY_MISMATCH, edits.setReals(V6, reals(1, 1)));
            assertRefused(
                    ErrorCode.FAMILY_MISMATCH,
                    edits.changeReals(V6, List.of(new RealChange.Put(real(1)))));
        }

        @Test
        void change_all_or_none_and_the_last_entry_of_an_address_counts() {
            apply(edits.addVip(vipWith(1, reals(1, 2))));
            apply(
                    edits.changeReals(
                            vip(1),
                            List.of(
                                    new RealChange.Remove(ip(3)),
                                    new RealChange.Put(new Real(ip(3), 7)),
                                    new RealChange.Put(new Real(ip(1), 9)),
                                    new RealChange.Remove(ip(1)))));
            assertThat(weights(1)).isEqualTo(Map.of(ip(2), 1, ip(3), 7));

            assertRefused(
                    ErrorCode.REAL_UNKNOWN,
                    edits.changeReals(
                            vip(1),
                            List.of(new RealChange.Put(real(4)), new RealChange.Remove(ip(5)))),
                    "10.0.0.5");
        }

        @Test
        void are_limited_in_number_over_all_vips_and_server_ids() {
            apply(edits.addVip(vipWith(1, reals(1, 3))), edits.addVip(vipWith(2, reals(2, 3))));
            apply(edits.putServerIds(Map.of(1, ip(5))));

            assertRefused(
                    ErrorCode.TOO_MANY_REALS,
                    edits.setReals(vip(1), reals(6, 2)),
                    "5 are in use",
                    "katran.limits.max-reals (6)");
            assertRefused(ErrorCode.TOO_MANY_REALS, edits.putServerIds(Map.of(2, ip(6))));
            apply(edits.setReals(vip(1), reals(6, 1)));
        }

        @Test
        void have_the_flags_of_their_first_definition_until_nothing_names_them() {
            apply(edits.addVip(vipWith(1, List.of(new Real(ip(1), 1, OTHER)))));
            apply(edits.addVip(vipWith(2, List.of(new Real(ip(1), 1, RealFlags.LOCAL)))));
            assertThat(state.flagsOf(ip(1))).isEqualTo(OTHER);

            apply(edits.changeRealFlags(ip(1), RealFlags.LOCAL, true));
            apply(edits.removeVip(vip(1)));
            assertThat(state.flagsOf(ip(1))).isEqualTo(new RealFlags(6));

            apply(edits.removeVip(vip(2)));
            assertRefused(
                    ErrorCode.REAL_UNKNOWN, edits.changeRealFlags(ip(1), RealFlags.LOCAL, true));
            apply(edits.addVip(vipWith(2, List.of(new Real(ip(1), 1, RealFlags.LOCAL)))));
            assertThat(state.flagsOf(ip(1))).isEqualTo(RealFlags.LOCAL);
        }

        @Test
        void stay_counted_when_a_batch_names_them_twice() {
            apply(edits.addVip(vipWith(1, List.of())));
            apply(
                    edits.changeReals(
                            vip(1),
                            List.of(new RealChange.Put(real(1)), new RealChange.Put(real(1)))));
            apply(edits.changeReals(vip(1), List.of(new RealChange.Remove(ip(1)))));

            assertThat(state.references()).isEmpty();
        }

        @Test
        void are_drained_and_undrained_as_members_only() {
            apply(edits.addVip(vipWith(1, reals(1, 2))));
            apply(edits.drain(vip(1), ip(1)), edits.drain(vip(1), ip(1)));
            assertThat(state.vips().get(vip(1)).drained()).containsExactly(ip(1));

            assertRefused(ErrorCode.REAL_UNKNOWN, edits.drain(vip(1), ip(3)), "10.0.0.3");
            assertRefused(ErrorCode.REAL_UNKNOWN, edits.undrain(vip(1), ip(3)), "10.0.0.3");
            apply(edits.undrain(vip(1), ip(1)));
            assertThat(state.vips().get(vip(1)).drained()).isEmpty();
        }

        @Test
        void lose_their_drain_when_they_are_removed() {
            apply(edits.addVip(vipWith(1, reals(1, 2))), edits.drain(vip(1), ip(1)));
            apply(edits.setReals(vip(1), reals(2, 1)), edits.setReals(vip(1), reals(1, 2)));

            assertThat(state.vips().get(vip(1)).drained()).isEmpty();
        }
    }

    @Nested
    class Configuration {
        @Test
        void keeps_its_vips_from_others_except_for_drains() {
            apply(edits.applyConfiguration(List.of(configured(vipWith(1, reals(1, 2))))));

            List<Edit> all =
                    List.of(
                            edits.removeVip(vip(1)),
                            edits.changeVipFlags(vip(1), VipFlags.NONE, true),
                            edits.changeHash(vip(1), HashFunction.MAGLEV),
                            edits.changeReals(vip(1), List.of()),
                            edits.setReals(vip(1), List.of()));
            all.forEach(
                    edit -> assertRefused(ErrorCode.OWNED_BY_CONFIGURATION, edit, "katran.conf:7"));
            apply(edits.drain(vip(1), ip(1)), edits.undrain(vip(1), ip(1)));
        }

        @Test
        void is_replaced_as_a_whole_and_leaves_the_apis_vips_alone() {
            apply(
                    edits.applyConfiguration(
                            List.of(
                                    configured(vipWith(1, reals(1, 2))),
                                    configured(vipWith(2, reals(1, 1))))),
                    edits.addVip(vipWith(3, reals(3, 1))),
                    edits.drain(vip(1), ip(2)));

            apply(edits.applyConfiguration(List.of(configured(vipWith(1, reals(2, 2))))));

            assertThat(state.vips().keySet()).containsExactly(vip(1), vip(3));
            assertThat(weights(1).keySet()).isEqualTo(Set.of(ip(2), ip(3)));
            assertThat(state.vips().get(vip(1)).drained()).containsExactly(ip(2));
            assertThat(state.references()).isEqualTo(Map.of(ip(2), 1, ip(3), 2));
        }

        @Test
        void takes_over_a_vip_of_the_api() {
            apply(edits.addVip(vipWith(1, reals(1, 1))));
            apply(edits.applyConfiguration(List.of(configured(vipWith(1, reals(2, 1))))));

            assertThat(state.vips().get(vip(1)).owner()).isEqualTo(Owner.CONFIG);
            assertThat(weights(1)).isEqualTo(Map.of(ip(2), 1));
        }

        @Test
        void defines_each_vip_once() {
            ConfiguredVip vip = configured(vipWith(1, List.of()));
            assertThatThrownBy(() -> edits.applyConfiguration(List.of(vip, vip)))
                    .isInstanceOf(KatranException.class)
                    .hasMessageContaining("katran.conf:7");
        }

        @Test
        void keeps_what_was_discovered_and_drained() {
            apply(edits.applyConfiguration(List.of(discovered(1))));
            assertThat(weights(1)).isEmpty();
            apply(edits.setDiscoveredReals(vip(1), reals(1, 2)), edits.drain(vip(1), ip(1)));
            apply(edits.setDiscoveredReals(vip(1), reals(2, 1)));
            apply(edits.applyConfiguration(List.of(discovered(1))));
            assertThat(weights(1).keySet()).isEqualTo(Set.of(ip(2)));

            apply(edits.setDiscoveredReals(vip(1), reals(1, 1)));
            assertThat(state.vips().get(vip(1)).drained()).containsExactly(ip(1));
        }

        @Test
        void says_which_vips_are_discovered() {
            apply(edits.applyConfiguration(List.of(configured(vipWith(1, reals(1, 1))))));

            assertRefused(
                    ErrorCode.INVALID_ARGUMENT, edits.setDiscoveredReals(vip(1), reals(2, 1)));
        }
    }

    @Nested
    class Others {
        @Test
        void a_gateway_mac_is_a_hosts() {
            for (String mac : List.of("00:00:00:00:00:00", "01:00:5e:00:00:01")) {
                assertThatThrownBy(() -> edits.changeGatewayMac(MacAddress.parse(mac)))
                        .hasMessageContaining(mac)
                        .asInstanceOf(type(KatranException.class))
                        .extracting(KatranException::code)
                        .isEqualTo(ErrorCode.INVALID_ARGUMENT);
            }
        }

        @Test
        void server_ids_are_in_range() {
            for (int id : List.of(0, -1, 101)) {
                assertThatThrownBy(() -> edits.putServerIds(Map.of(id, ip(1))))
                        .hasMessageContaining("1..100 (katran.limits.max-server-ids)");
            }
            apply(edits.putServerIds(Map.of(1, ip(1), 100, ip(2))));
            assertThat(state.serverIds()).isEqualTo(Map.of(1, ip(1), 100, ip(2)));
        }

        @Test
        void a_server_id_gets_another_real_and_goes_only_with_its_own() {
            apply(edits.putServerIds(Map.of(1, ip(1))), edits.putServerIds(Map.of(1, ip(2))));
            assertThat(state.references()).isEqualTo(Map.of(ip(2), 1));

            apply(edits.removeServerIds(Map.of(1, ip(1), 2, ip(2))));
            assertThat(state.serverIds()).isEqualTo(Map.of(1, ip(2)));
            apply(edits.removeServerIds(Map.of(1, ip(2))));
            assertThat(state.references()).isEmpty();
        }

        @Test
        void an_edit_that_changes_nothing_returns_the_same_state() {
            apply(edits.addVip(vipWith(1, reals(1, 2))));
            DesiredState before = state;

            apply(
                    edits.setReals(vip(1), reals(1, 2)),
                    edits.undrain(vip(1), ip(1)),
                    edits.changeGatewayMac(Rig.MAC),
                    edits.changeRealFlags(ip(1), RealFlags.LOCAL, false));

            assertThat(state).isSameAs(before);
        }
    }
}
