package io.katran.cli.ctl;

import io.katran.api.IpAddress;
import io.katran.api.MacAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what to do. */
final class ActionOptions {
    @Option(
            names = {"-change_mac", "--change_mac"},
            paramLabel = "MAC",
            converter = Converters.ToMac.class,
            description = "Sets the MAC address of the next hop.")
    @Nullable MacAddress newMac;

    @Option(
            names = {"-list_mac", "--list_mac"},
            description = "Shows the MAC address of the next hop.")
    private boolean listMac;

    @Option(
            names = {"-A", "--A"},
            description = "Adds a VIP without reals; -vf gives it flags.")
    private boolean addVip;

    @Option(
            names = {"-l", "--l"},
            description = "Lists all VIPs with their flags and reals.")
    private boolean listVips;

    @Option(
            names = {"-D", "--D"},
            description = "Deletes a VIP.")
    private boolean deleteVip;

    @Option(
            names = {"-E", "--E"},
            description =
                    "Edits a VIP: sets the flags of -vf, or clears them with -unset. Without a VIP"
                            + " but with -r and -rf: edits the flags of a real, for all its VIPs.")
    private boolean edit;

    @Option(
            names = {"-a", "--a"},
            description = "Adds reals (-r) to a VIP.")
    private boolean addReals;

    @Option(
            names = {"-e", "--e"},
            description =
                    "Edits the weight of reals of a VIP. -w 0 drains: no new flows, and those that"
                            + " are there stay. (The same as -a.)")
    private boolean editReals;

    @Option(
            names = {"-d", "--d"},
            description = "Deletes reals from a VIP; those that it has not are no failure.")
    private boolean deleteReals;

    @Option(
            names = {"-del_qm", "--del_qm"},
            description = "Makes -quic_mapping delete instead of add.")
    private boolean deleteServerId;

    @Option(
            names = {"-quic_mapping", "--quic_mapping"},
            paramLabel = "ADDR=ID",
            converter = Converters.ToServerId.class,
            description = "Maps a server id (QUIC connection ids) to a real.")
    @Nullable ServerId serverId;

    @Option(
            names = {"-list_qm", "--list_qm"},
            description = "Lists server ids.")
    private boolean listServerIds;

    @Option(
            names = {"-C", "--C"},
            description = "Deletes all VIPs, then all marks. It does not ask.")
    private boolean clear;

    @Option(
            names = {"-new_hc", "--new_hc"},
            paramLabel = "ADDR",
            converter = Converters.ToAddress.class,
            description = "Sends health checks that carry the mark of -somark to this real.")
    @Nullable IpAddress checkedReal;

    @Option(
            names = {"-del_hc", "--del_hc"},
            description = "Deletes the mark of -somark.")
    private boolean deleteMark;

    @Option(
            names = {"-list_hc", "--list_hc"},
            description = "Lists marks.")
    private boolean listMarks;

    @Option(
            names = {"-s", "--s"},
            description =
                    "Prints packets and bytes a second of each VIP, every second until it is ended;"
                            + " with -sum, -lru or -icmp something else.")
    private boolean statistics;

    /** In order of precedence; more than one if the user asked for more. */
    List<Action> chosen() {
        Map<Action, Boolean> given = new EnumMap<>(Action.class);
        given.put(Action.CHANGE_MAC, newMac != null);
        given.put(Action.LIST_MAC, listMac);
        given.put(Action.ADD_VIP, addVip);
        given.put(Action.LIST_VIPS, listVips);
        given.put(Action.DELETE_VIP, deleteVip);
        given.put(Action.EDIT, edit);
        given.put(Action.ADD_REALS, addReals);
        given.put(Action.EDIT_REALS, editReals);
        given.put(Action.DELETE_REALS, deleteReals);
        given.put(Action.DELETE_SERVER_ID, deleteServerId);
        given.put(Action.ADD_SERVER_ID, serverId != null && !deleteServerId);
        given.put(Action.LIST_SERVER_IDS, listServerIds);
        given.put(Action.CLEAR, clear);
        given.put(Action.ADD_MARK, checkedReal != null);
        given.put(Action.DELETE_MARK, deleteMark);
        given.put(Action.LIST_MARKS, listMarks);
        given.put(Action.STATISTICS, statistics);
        return given.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .toList();
    }
}
