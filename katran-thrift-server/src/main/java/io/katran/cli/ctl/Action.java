package io.katran.cli.ctl;

/** What can be asked for, in the order of precedence of the historic clients. */
enum Action {
    CHANGE_MAC("-change_mac"),
    LIST_MAC("-list_mac"),
    ADD_VIP("-A"),
    LIST_VIPS("-l"),
    DELETE_VIP("-D"),
    EDIT("-E"),
    ADD_REALS("-a"),
    EDIT_REALS("-e"),
    DELETE_REALS("-d"),
    DELETE_SERVER_ID("-del_qm"),
    ADD_SERVER_ID("-quic_mapping"),
    LIST_SERVER_IDS("-list_qm"),
    CLEAR("-C"),
    ADD_MARK("-new_hc"),
    DELETE_MARK("-del_hc"),
    LIST_MARKS("-list_hc"),
    STATISTICS("-s");

    private final String option;

    Action(String option) {
        this.option = option;
    }

    /** As users know it. */
    String option() {
        return option;
    }
}
