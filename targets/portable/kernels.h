// The kernels of this folder, as the registry lists them. None throws; outside what it supports each returns
// HALFLSB_UNSUPPORTED, and HALFLSB_FAILED when memory runs out. The avx2 ones are HALFLSB_UNSUPPORTED off x86-64.
#pragma once

#include "targets/abi/target.h"

namespace halflsb::portable {

int requantize_glow_scalar(const halflsb_requantize_args* args) noexcept;
int requantize_glow_avx2(const halflsb_requantize_args* args) noexcept;
int requantize_tflite_double_scalar(const halflsb_requantize_args* args) noexcept;
int requantize_tflite_single_scalar(const halflsb_requantize_args* args) noexcept;

int conv2d_glow_scalar(const halflsb_conv2d_args* args) noexcept;
int conv2d_glow_per_channel(const halflsb_conv2d_args* args) noexcept;
int conv2d_glow_avx2(const halflsb_conv2d_args* args) noexcept;
int conv2d_tflite(const halflsb_conv2d_args* args) noexcept;
int conv2d_tflite_single(const halflsb_conv2d_args* args) noexcept;
int conv2d_tflite_avx2(const halflsb_conv2d_args* args) noexcept;

}  // namespace halflsb::portable
