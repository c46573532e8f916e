package io.katran.bpf;

/**
 * What the kernel says of an XDP link.
 *
 * @param id the kernel's number of the link
 * @param programId the program that runs now
 * @param ifindex the interface; 0 once the link is detached or the interface is gone
 */
public record XdpLinkInfo(int id, int programId, int ifindex) {
    /** Whether packets still reach the program. */
    public boolean isAttached() {
        return ifindex != 0;
    }
}
