package io.katran.benchmark.datapath;

/** What a program's limit of new flows is to know at the beginning of a batch of packets. */
enum NewFlows {
    /** No new flow was seen for a second. */
    NONE_SEEN,
    /** As many were seen in this second as it remembers; all others are forwarded only. */
    LIMIT_REACHED
}
