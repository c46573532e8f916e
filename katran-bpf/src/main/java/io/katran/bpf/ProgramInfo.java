package io.katran.bpf;

/**
 * What the kernel says of a program at one moment.
 *
 * @param id the kernel's number of the program
 * @param name up to 15 characters
 * @param tag hash of the instructions, 16 hexadecimal digits
 * @param verifiedInstructions instructions the verifier walked; 0 before Linux 5.16
 * @param translatedBytes size after the verifier's rewriting; 0 if the caller may not see it
 * @param compiledBytes size of the machine code
 * @param runTimeNs time spent in it while {@code kernel.bpf_stats_enabled} was 1
 * @param runCount runs in that time
 */
public record ProgramInfo(
        int id,
        String name,
        String tag,
        long verifiedInstructions,
        int translatedBytes,
        int compiledBytes,
        long runTimeNs,
        long runCount) {}
