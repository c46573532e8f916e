package io.katran.api;

/** Who made an entry and may change it. */
public enum Owner {
    /** The configuration file: changed by editing the file. */
    CONFIG,
    /** A caller of the API or a management client. */
    API
}
