import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import { CODE, GSS } from './catalogue.dto.js';

/** A feed as it is posted; its profile is checked by the format that it names. */
export class FeedDto {
  @ApiProperty() @Matches(CODE) code!: string;
  @ApiProperty() @IsString() @Length(1, 300) name!: string;
  @ApiProperty() @Matches(CODE) format!: string;
  @ApiProperty() @IsObject() profile!: Record<string, unknown>;
  @ApiProperty({ description: 'Codes of indicators, or their beginnings ending in *' })
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  @Length(1, 121, { each: true })
  indicators!: string[];
  @ApiPropertyOptional({ description: 'Areas that it may state, with all that lies in them; any, when empty' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @Matches(GSS, { each: true })
  areas?: string[];
  @ApiProperty() @IsString() @Length(1, 300) owner!: string;
  @ApiProperty() @IsString() @Length(1, 2000) why!: string;
}
