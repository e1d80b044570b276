import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  type Element,
  ELEMENT_KINDS,
  type ElementKind,
  POLARITIES,
  type Polarity,
  THEMES,
  type Theme,
  type TrajectoryShape,
} from '../domain/types.js';
import { CODE } from './catalogue.dto.js';

class BaselineDto {
  @ApiProperty() @IsString() @Length(1, 40) period!: string;
  @ApiPropertyOptional() @IsOptional() @IsNumber() value?: number;
}

class MilestoneDto {
  @ApiProperty() @IsString() @Length(1, 40) period!: string;
  @ApiProperty() @IsNumber() value!: number;
}

class TrajectoryDto {
  @ApiProperty() @IsIn(['linear', 'compound', 'milestones']) shape!: TrajectoryShape;
  @ApiPropertyOptional({ type: [MilestoneDto] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => MilestoneDto)
  milestones?: MilestoneDto[];
}

/** One element as it is posted; which fields it needs depends on its kind. */
export class ElementDto {
  @ApiProperty() @Matches(CODE) code!: string;
  @ApiPropertyOptional({ description: 'A short sentence that pages show instead of the code' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  title?: string;
  @ApiProperty({ enum: ELEMENT_KINDS }) @IsIn(ELEMENT_KINDS) kind!: ElementKind;
  @ApiProperty() @Matches(CODE) indicator!: string;
  @ApiProperty({ enum: POLARITIES }) @IsIn(POLARITIES) polarity!: Polarity;
  @ApiPropertyOptional({ description: 'A group or an area, each of whose areas is judged' }) @IsOptional() @Matches(CODE) areas?: string;
  @ApiPropertyOptional() @IsOptional() @IsNumber() floor?: number;
  @ApiPropertyOptional() @IsOptional() @IsNumber() multiple?: number;
  @ApiPropertyOptional() @IsOptional() @Matches(CODE) national?: string;
  @ApiPropertyOptional() @IsOptional() @IsNumber() percent?: number;
  @ApiPropertyOptional() @IsOptional() @IsNumber() level?: number;
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => BaselineDto) baseline?: BaselineDto;
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => TrajectoryDto) trajectory?: TrajectoryDto;
  @ApiPropertyOptional() @IsOptional() @IsNumber() margin?: number;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 40) from?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 40) until?: string;
  @ApiPropertyOptional({ description: 'A group that is pooled' }) @IsOptional() @Matches(CODE) group?: string;
  @ApiPropertyOptional() @IsOptional() @Matches(CODE) comparator?: string;
  @ApiPropertyOptional() @IsOptional() @Matches(CODE) whole?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @Length(1, 300) test?: string;
}

class ChangeDto {
  @ApiProperty() @IsString() @Length(1, 40) appliesFrom!: string;
}

class CorrectionDto {
  @ApiProperty() @IsInt() @Min(1) @Max(10_000) of!: number;
}

/** Whether the version is a change, from a period on, or a correction of a version. */
export class VersionDto {
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => ChangeDto) change?: ChangeDto;
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => CorrectionDto) correction?: CorrectionDto;
}

/** A floor target as it is posted. */
export class TargetDto {
  @ApiProperty() @Matches(CODE) code!: string;
  @ApiProperty({ enum: THEMES }) @IsIn(THEMES) theme!: Theme;
  @ApiProperty() @IsString() @Length(1, 200) department!: string;
  @ApiPropertyOptional({ description: 'A short sentence that pages show instead of the code' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  title?: string;
  @ApiProperty() @IsString() @Length(1, 2000) sentence!: string;
  @ApiProperty() @IsString() @Length(1, 10_000) technicalNote!: string;
  @ApiProperty() @IsString() @Length(1, 2000) why!: string;
  @ApiProperty({ type: [ElementDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(40)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ElementDto)
  elements!: ElementDto[];
  @ApiPropertyOptional() @IsOptional() @IsObject() @ValidateNested() @Type(() => VersionDto) version?: VersionDto;
}

/** The element in the domain's words: undefined fields dropped, so that two posts of one content are equal. */
export function elementOf(dto: ElementDto): Element {
  const stated = JSON.parse(JSON.stringify(dto)) as Omit<Element, 'areas'> & { areas?: string };
  return { ...stated, areas: stated.areas ?? stated.group ?? '' };
}
