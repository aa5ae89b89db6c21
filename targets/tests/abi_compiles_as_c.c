/* Compiles the ABI as C11 and pins the layout that plug-ins are built against, where pointers have 64 bits. */
#include <stddef.h>
#include <stdio.h>

#include "targets/abi/target.h"

_Static_assert(HALFLSB_ABI_VERSION == 1u, "a new version needs new expectations here");
_Static_assert(sizeof(halflsb_range) == 16, "two int64");

static int failures = 0;

static void expect(const char* what, size_t got, size_t want) {
  if (got == want) return;
  ++failures;
  printf("%s: got %lu, want %lu\n", what, (unsigned long)got, (unsigned long)want);
}

int main(void) {
  expect("sizeof halflsb_rescale", sizeof(halflsb_rescale), 32);
  expect("sizeof halflsb_requantize_args", sizeof(halflsb_requantize_args), 80);
  expect("sizeof halflsb_conv2d_args", sizeof(halflsb_conv2d_args), 240);
  expect("sizeof halflsb_domain", sizeof(halflsb_domain), 248);
  expect("sizeof halflsb_target", sizeof(halflsb_target), 328);
  expect("requantize_args.struct_size", offsetof(halflsb_requantize_args, struct_size), 0);
  expect("conv2d_args.struct_size", offsetof(halflsb_conv2d_args, struct_size), 0);
  expect("domain.struct_size", offsetof(halflsb_domain, struct_size), 0);
  expect("target.struct_size", offsetof(halflsb_target, struct_size), 0);
  expect("requantize_args.rescale", offsetof(halflsb_requantize_args, rescale), 48);
  expect("conv2d_args.input", offsetof(halflsb_conv2d_args, input), 96);
  expect("conv2d_args.leaky", offsetof(halflsb_conv2d_args, leaky), 200);
  expect("target.domain", offsetof(halflsb_target, domain), 64);
  return failures == 0 ? 0 : 1;
}
