package io.katran.bpf.btf;

import java.util.List;

/**
 * A section of variables, such as {@code .rodata}.
 *
 * @param name with its dot
 * @param sizeBytes what the kernel's map of it holds
 * @param variables ordered by offset
 */
public record DataSection(String name, int sizeBytes, List<Variable> variables) {
    public DataSection {
        variables = List.copyOf(variables);
    }
}
