// The seeded targets by name: each is defined in the file of that name, and listed by the registry.
#pragma once

#include "targets/abi/target.h"

// One line per fault.
#define HALFLSB_SEEDED_TARGETS(TARGET)         \
  TARGET(kConv2dBatchPointerCumulative)        \
  TARGET(kConv2dBiasDifferenceWraps)           \
  TARGET(kConv2dBiasScaleOfChannelZero)        \
  TARGET(kConv2dBiasZeroPointIgnored)          \
  TARGET(kConv2dCentredIn8Bits)                \
  TARGET(kConv2dCompensationOfPaddedChannels)  \
  TARGET(kConv2dDepthRemainderDropped)         \
  TARGET(kConv2dDilationOfHeight)              \
  TARGET(kConv2dFloatCompensation)             \
  TARGET(kConv2dGroupInputForgotten)           \
  TARGET(kConv2dInt16Accumulator)              \
  TARGET(kConv2dKernelRowsOfInput)             \
  TARGET(kConv2dLeakyReluAroundZero)           \
  TARGET(kConv2dLoadsPastFilter)               \
  TARGET(kConv2dOddTapUnsigned)                \
  TARGET(kConv2dPaddingSymmetric)              \
  TARGET(kConv2dPadsWithZero)                  \
  TARGET(kConv2dPairSumsSaturate)              \
  TARGET(kConv2dReluAtZero)                    \
  TARGET(kConv2dRowPointersNotReset)           \
  TARGET(kConv2dScaleOfGroup)                  \
  TARGET(kConv2dStaleRowCache)                 \
  TARGET(kConv2dStoresFullVector)              \
  TARGET(kConv2dStridesSwapped)                \
  TARGET(kConv2dTailShiftedPerRow)             \
  TARGET(kConv2dWidePathForgetsZeroPoint)      \
  TARGET(kConv2dWorkspaceNotCleared)           \
  TARGET(kConv2dZeroPointOfBlock)              \
  TARGET(kRequantizeClampsBeforeZeroPoint)     \
  TARGET(kRequantizeCutTo32Bits)               \
  TARGET(kRequantizeEndlessBitSearch)          \
  TARGET(kRequantizeFloatProduct)              \
  TARGET(kRequantizeFp32ClampsAfterConversion) \
  TARGET(kRequantizeFp32MagicUnclamped)        \
  TARGET(kRequantizeFp32ProductInDouble)       \
  TARGET(kRequantizeFp32TailTiesAway)          \
  TARGET(kRequantizeFp32TiesAway)              \
  TARGET(kRequantizeFp32ZeroPointFirst)        \
  TARGET(kRequantizeHalfUpShift)               \
  TARGET(kRequantizeHighMulUnsaturated)        \
  TARGET(kRequantizeLanesOutOfOrder)           \
  TARGET(kRequantizeLeftShiftAsRight)          \
  TARGET(kRequantizeLeftShiftWraps)            \
  TARGET(kRequantizeLogicalPostShift)          \
  TARGET(kRequantizeLoopBoundWraps)            \
  TARGET(kRequantizeNarrowsBeforeClamp)        \
  TARGET(kRequantizeOnednnSaturatesTooHigh)    \
  TARGET(kRequantizeOnednnZeroPointLast)       \
  TARGET(kRequantizePreShiftTruncates)         \
  TARGET(kRequantizeProductWraps)              \
  TARGET(kRequantizeReadsPastEnd)              \
  TARGET(kRequantizeRoundingAtPost31)          \
  TARGET(kRequantizeRoundingAtPostZero)        \
  TARGET(kRequantizeRoundsTwice)               \
  TARGET(kRequantizeSecondCallStale)           \
  TARGET(kRequantizeSymmetricNudge)            \
  TARGET(kRequantizeTailBeforeStart)           \
  TARGET(kRequantizeTailRoundsToEven)          \
  TARGET(kRequantizeTiesAway)                  \
  TARGET(kRequantizeTruncates)                 \
  TARGET(kRequantizeWritesPastEnd)             \
  TARGET(kRequantizeZeroPointFirst)

namespace halflsb::seeded {

#define HALFLSB_DECLARE_TARGET(name) extern const halflsb_target name;
HALFLSB_SEEDED_TARGETS(HALFLSB_DECLARE_TARGET)
#undef HALFLSB_DECLARE_TARGET

}  // namespace halflsb::seeded
