/**
 * Reads the layout of structs, enums, variables and maps from the BTF of a compiled BPF object, in
 * pure Java.
 */
@NullMarked
package io.katran.bpf.btf;

import org.jspecify.annotations.NullMarked;
